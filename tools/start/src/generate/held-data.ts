import { HELD_GROUPS, type HeldGroup } from '@devpulse/domain/privacy/held-groups';
import { keptInRecord } from '@devpulse/domain/privacy/kept';
import { daysText, monthsText, RETENTION } from '@devpulse/domain/privacy/retention';
import { runCommand } from '../failure.ts';
import { writeBetweenMarks } from '../marked-page.ts';

function row({ of, tables, what, why, seenBy }: HeldGroup): string {
  const names = tables.map((table) => `\`${table}\``).join(', ');
  return `| ${[of, names, what, why, seenBy, keptInRecord(tables)].join(' | ')} |`;
}

function heldTable(): string {
  const head = ['Of', 'Tables', 'What', 'Why', 'Who sees it', 'How long'];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...HELD_GROUPS.map(row)].join('\n');
}

function timeRetention(): string {
  const { timeMonths, timeMonthsMinimum, timeMonthsMaximum } = RETENTION;
  return `Entries, sessions, pauses, days and corrections are kept for ${monthsText(timeMonths)} unless the organization chose from ${monthsText(timeMonthsMinimum)} to ${monthsText(timeMonthsMaximum)}.`;
}

const UNINSTALLED = `What came through the installation (repositories, pull requests, reviews, pushes, stored events) is deleted after ${daysText(RETENTION.deletedInstallationDays)}; installing
again before that keeps everything.`;

const ENDING = daysText(RETENTION.deletedOrganizationDays);
const DELETION = [
  {
    page: 'docs/access.md',
    content: `- Deletion takes ${ENDING}, every member is told, and until then the Owner can take it back. After it no row of the organization is left.`,
  },
  {
    page: 'docs/privacy/README.md',
    content: `- Everything is exported by the Owner, and gone ${ENDING} after the Owner has asked for the deletion.`,
  },
  {
    page: 'docs/privacy/works-agreement-annex.md',
    content: `9. **Ending.** This annex holds until [ ]. When the use ends, the organization is deleted in the software, which takes ${ENDING}.`,
  },
];

/** Writes what is held and for how long into the pages that tell of it; `--check` only tells whether they are up to date. */
await runCommand(async () => {
  writeBetweenMarks({
    page: 'docs/privacy/README.md',
    name: 'held-data',
    what: 'table of what is held',
    content: heldTable(),
  });
  writeBetweenMarks({
    page: 'docs/attendance.md',
    name: 'time-retention',
    what: 'retention of time',
    content: timeRetention(),
  });
  writeBetweenMarks({
    page: 'docs/github.md',
    name: 'uninstalled-retention',
    what: 'retention of what came through an App',
    content: UNINSTALLED,
  });
  for (const part of DELETION) {
    writeBetweenMarks({ ...part, name: 'deletion-term', what: 'term of a deletion' });
  }
  return 0;
});
