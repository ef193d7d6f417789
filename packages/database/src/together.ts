import type { TenantStatement } from './tenant.ts';

export type NamedStatement = TenantStatement & { name: string };

const known = new Map<string, { name: string; text: string }>();

/**
 * One statement of several, so that they cost one message: of writes to different tables, none of which sees what the others did, and a
 * last one of whatever kind. Texts are constants of this room, told apart by their names.
 */
export function together(statements: readonly NamedStatement[]): TenantStatement {
  const names = statements.map(({ name }) => name).join(' ');
  const made = known.get(names) ?? { name: `together_${known.size}`, text: textOf(statements) };
  known.set(names, made);
  return { ...made, values: statements.flatMap(({ values = [] }) => values) };
}

/** `$1` is the organization in each of them; the others are counted on. */
function textOf(statements: readonly NamedStatement[]): string {
  let before = 0;
  const numbered = statements.map(({ text, values = [] }) => {
    const offset = before;
    before += values.length;
    return text.replace(/\$(\d+)/g, (_, n: string) => `$${n === '1' ? 1 : Number(n) + offset}`);
  });
  const last = numbered.pop() ?? '';
  if (numbered.length === 0) return last;
  return `WITH ${numbered.map((text, index) => `write_${index} AS (${text})`).join(', ')} ${last}`;
}
