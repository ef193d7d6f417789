import { HELD_GROUPS, type HeldGroup } from '@devpulse/domain/privacy/held-groups';
import { keptInRecord } from '@devpulse/domain/privacy/kept';
import { monthsText, RETENTION } from '@devpulse/domain/privacy/retention';
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
  return 0;
});
