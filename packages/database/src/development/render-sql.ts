import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { READ_PLACES } from '../analysis/alert-places.ts';
import { READ_OPEN } from '../analysis/alert-pull-requests.ts';
import { READ_SCORED_PULL_REQUESTS } from '../analysis/score-pull-requests.ts';
import { LOAD_FOLD_MATERIAL } from '../projection/pull-request-state.ts';
import { READ_ALERTS } from '../read/alerts.ts';
import { READ_DAILY_METRICS } from '../read/daily-metrics.ts';
import { evidenceStatement } from '../read/evidence.ts';
import { evidenceShape } from '../read/evidence-shapes.ts';
import { READ_ORGANIZATION } from '../read/organizations.ts';
import { readOpenStatement } from '../read/pull-requests.ts';
import { READ_SCORE, READ_SCORES_OF_SCOPES } from '../read/scores.ts';
import { READ_WINDOW, READ_WINDOWS } from '../read/windows.ts';
import { COMPUTE_DAILY_METRICS } from '../rollup/daily-metrics-sql.ts';
import { READ_SCOPES_ROWS } from '../rollup/windows.ts';

/** Writes the SQL of hot paths to docs/sql, so that a review sees it whole; with `--check` it only says what differs. */
const DIRECTORY = path.resolve(import.meta.dirname, '../../../../docs/sql');
const STATEMENTS = {
  'compute-daily-metrics': COMPUTE_DAILY_METRICS,
  'load-fold-material': LOAD_FOLD_MATERIAL,
  'read-alert-places': READ_PLACES,
  'read-alert-pull-requests': READ_OPEN,
  'read-alerts': READ_ALERTS,
  'read-daily-metrics': READ_DAILY_METRICS,
  'read-evidence-cycle-time': evidenceStatement(
    evidenceShape('cycle_time', { scopeType: 'team', isNow: false }),
  ),
  'read-open-pull-requests': readOpenStatement('team'),
  'read-organization': READ_ORGANIZATION,
  'read-rows-of-scopes': READ_SCOPES_ROWS,
  'read-score': READ_SCORE,
  'read-scores-of-scopes': READ_SCORES_OF_SCOPES,
  'read-scored-pull-requests': READ_SCORED_PULL_REQUESTS,
  'read-window': READ_WINDOW,
  'read-windows': READ_WINDOWS,
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
