import { z } from 'zod';

type Cut = (value: unknown) => unknown;

const whole: Cut = (value) => value;

/**
 * Makes a function that lets out of an answer only what its schema declares. It does not look at the values, which takes longer than to
 * write them down: the compiler makes sure of these, and whoever reads them.
 */
export function declaredOnly(schema: z.core.$ZodType): Cut {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'literal':
    case 'enum':
    case 'unknown':
      return whole;
    case 'optional':
    case 'nullable':
      return within(declaredOnly(def.innerType), (cut) => (value) => (value == null ? value : cut(value)));
    case 'array':
      return within(
        declaredOnly(def.element),
        (cut) => (value) => (value as unknown[]).map((one) => cut(one)),
      );
    case 'object':
      return def.catchall === undefined || def.catchall._zod.def.type === 'never'
        ? ofObject(def.shape)
        : parsing(schema);
    case 'union':
      return def.options.every((option) => declaredOnly(option) === whole) ? whole : parsing(schema);
    case 'record':
      return declaredOnly(def.valueType) === whole ? whole : parsing(schema);
    default:
      return parsing(schema);
  }
}

const within = (cut: Cut, around: (cut: Cut) => Cut): Cut => (cut === whole ? whole : around(cut));

const parsing =
  (schema: z.core.$ZodType): Cut =>
  (value) =>
    z.parse(schema, value);

function ofObject(shape: z.core.$ZodShape): Cut {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, cut: declaredOnly(schema) }));
  return (value) => {
    const given = value as Record<string, unknown>;
    const shown: Record<string, unknown> = {};
    for (const { name, cut } of fields) {
      const field = given[name];
      if (field !== undefined) shown[name] = cut(field);
    }
    return shown;
  };
}
