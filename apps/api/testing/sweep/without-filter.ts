import pg from 'pg';

const FILTER = /\b(?:\w+\.)?organization_id\s*=\s*\$1(?!\d)/g;

/**
 * Takes the organization out of every statement of the application's role, as if a developer had forgotten it everywhere, until the
 * answered function puts it back. Answers also how many statements were changed.
 */
export function removeOrganizationFilters(): { restore: () => void; changed: () => number } {
  const prototype = pg.Client.prototype as unknown as { query: (...input: unknown[]) => unknown };
  const original = prototype.query;
  let count = 0;
  const forget = (text: string) =>
    text.replaceAll(FILTER, () => {
      count += 1;
      return '($1::uuid IS NOT NULL)';
    });
  prototype.query = function query(this: pg.Client, ...[statement, ...rest]: unknown[]) {
    if (!this.user?.startsWith('devpulse_')) return original.call(this, statement, ...rest);
    if (typeof statement === 'string') return original.call(this, forget(statement), ...rest);
    const config = statement as { text?: string; statements?: { text: string }[] };
    if (config.statements !== undefined) {
      // what was prepared under its name is what it was before
      config.statements = config.statements.map((one) => ({
        ...one,
        name: undefined,
        text: forget(one.text),
      }));
      return original.call(this, statement, ...rest);
    }
    if (typeof config.text !== 'string') return original.call(this, statement, ...rest);
    return original.call(this, { ...config, text: forget(config.text) }, ...rest);
  };
  return {
    restore: () => {
      prototype.query = original;
    },
    changed: () => count,
  };
}
