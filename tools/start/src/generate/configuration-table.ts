import { existsSync } from 'node:fs';
import { runCommand, StartFailure } from '../failure.ts';
import { writeBetweenMarks } from '../marked-page.ts';
import { inRepository } from '../repository.ts';

const sources = [
  { title: '`npm start`, `npm run demo` and `npm test`', file: 'tools/start/src/env.ts' },
  { title: 'API', file: 'apps/api/src/env.ts' },
  { title: 'Worker', file: 'apps/worker/src/env.ts' },
  { title: 'Dashboard', file: 'apps/web/src/env.ts' },
];

const readme = 'README.md';

/** The part of a zod schema that the table needs. */
interface Field {
  description?: string | undefined;
  def: { type: string; innerType?: Field; defaultValue?: unknown };
}

interface EnvironmentModule {
  environment: { shape: Record<string, Field> };
}

function layers(field: Field): Field[] {
  return [field, ...(field.def.innerType ? layers(field.def.innerType) : [])];
}

function defaultText(field: Field): string {
  const wrapped = layers(field);
  const withDefault = wrapped.find((layer) => layer.def.type === 'default');
  if (withDefault) {
    const value = withDefault.def.defaultValue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    return text === '' ? 'empty' : `\`${text}\``;
  }
  return wrapped.some((layer) => layer.def.type === 'optional') ? 'none' : '**required**';
}

function row([name, field]: [string, Field]): string {
  const purpose = layers(field).find((layer) => layer.description)?.description;
  if (!purpose) throw new StartFailure(`${name} has no .describe() text.`);
  return `| \`${name}\` | ${defaultText(field)} | ${purpose.replaceAll('|', '\\|')} |`;
}

async function render(): Promise<string> {
  const sections: string[] = [];
  for (const { title, file } of sources) {
    if (!existsSync(inRepository(file))) continue;
    const { environment }: EnvironmentModule = await import(inRepository(file));
    const rows = Object.entries(environment.shape).map(row);
    sections.push(
      [`**${title}** (\`${file}\`)`, '', '| Variable | Default | Purpose |', '|---|---|---|', ...rows].join(
        '\n',
      ),
    );
  }
  return sections.join('\n\n');
}

/** Writes the table of environment variables into the README; `--check` only tells whether it is up to date. */
await runCommand(async () => {
  writeBetweenMarks({
    page: readme,
    name: 'configuration',
    what: 'configuration table',
    content: await render(),
  });
  return 0;
});
