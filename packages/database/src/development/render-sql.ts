import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOAD_FOLD_MATERIAL } from '../projection/pull-request-state.ts';
import { READ_DAILY_METRICS } from '../read/daily-metrics.ts';
import { evidenceStatement, READ_OPEN_PULL_REQUESTS } from '../read/pull-requests.ts';
import { COMPUTE_DAILY_METRICS } from '../rollup/daily-metrics-sql.ts';

/** Writes the SQL of hot paths to docs/sql, so that a review sees it whole; with `--check` it only says what differs. */
const DIRECTORY = path.resolve(import.meta.dirname, '../../../../docs/sql');
const STATEMENTS = {
  'compute-daily-metrics': COMPUTE_DAILY_METRICS,
  'load-fold-material': LOAD_FOLD_MATERIAL,
  'read-daily-metrics': READ_DAILY_METRICS,
  'read-evidence-cycle-time': evidenceStatement('cycle_time'),
  'read-open-pull-requests': READ_OPEN_PULL_REQUESTS,
};

const isCheck = process.argv.includes('--check');
for (const [name, statement] of Object.entries(STATEMENTS)) {
  const file = path.join(DIRECTORY, `${name}.sql`);
  const rendered = `${statement.trim()};\n`;
  if (!isCheck) {
    mkdirSync(DIRECTORY, { recursive: true });
    writeFileSync(file, rendered);
  } else if (readCurrent(file) !== rendered) {
    process.stderr.write(`docs/sql/${name}.sql is not what the code runs. Run \`npm run generate\`.\n`);
    process.exitCode = 1;
  }
}

function readCurrent(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
