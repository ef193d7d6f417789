import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';

const Line = z.union([
  z.object({ source: z.string() }),
  z.object({ answer: z.string(), schema: z.record(z.string(), z.unknown()) }),
  z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }),
]);

const file = new URL('../schemas/github-schemas.ndjson', import.meta.url);
const lines = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Line.parse(JSON.parse(line)));
const components = Object.fromEntries(
  lines.flatMap((line) => ('name' in line ? [[line.name, line.schema] as const] : [])),
);
const answers = new Map(
  lines.flatMap((line) => ('answer' in line ? [[line.answer, line.schema] as const] : [])),
);

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: {
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    uri: /^[a-z]+:\/\/\S+$/,
    email: /^\S+@\S+$/,
    int64: true,
    'uri-template': true,
    'repo.nwo': true,
    timestamp: true,
  },
});
const compiled = new Map<string, ValidateFunction>();

function validatorOf(name: string): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const schema = answers.get(name) ?? components[name];
  if (schema === undefined) throw new RangeError(`GitHub has published no schema called ${name}`);
  const validate = ajv.compile({ ...schema, components: { schemas: components } });
  compiled.set(name, validate);
  return validate;
}

/** What GitHub's published schema has against the value; empty when it fits. @param name of an answer, or `webhook-…` */
export function violations(name: string, value: unknown): string[] {
  const validate = validatorOf(name);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}
