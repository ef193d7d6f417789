import {
  CAPABILITY_IDS,
  type Capability,
  type CapabilityId,
  capabilityOf,
  type Reach,
} from '@devpulse/domain/access/capabilities';
import { ROLES } from '@devpulse/domain/access/roles';
import { runCommand } from '../failure.ts';
import { writeBetweenMarks } from '../marked-page.ts';

const page = 'docs/access.md';

/** From the narrowest role to the widest, as one reads a table. */
const columns = ROLES.toReversed();

const words: Record<Reach, string> = {
  none: 'no',
  self: 'oneself',
  own_teams: 'own teams',
  managed_teams: 'own and managed teams',
  everything: 'yes',
};

function reachWords({ needsIndividualViews }: Capability, reach: Reach): string {
  if (!needsIndividualViews || reach === 'none' || reach === 'self') return words[reach];
  return reach === 'managed_teams' ? 'oneself, and people of managed teams' : 'everybody';
}

function conditions({ isSensitive, needsIndividualViews }: Capability): string {
  const found = [
    ...(isSensitive ? ['a factor given within five minutes'] : []),
    ...(needsIndividualViews ? ['others only while individual views are on, each view logged'] : []),
  ];
  return found.join('; ');
}

function row(id: CapabilityId): string {
  const capability = capabilityOf(id);
  const reaches = columns.map((role) => reachWords(capability, capability.reach[role]));
  return `| ${[capability.label, `\`${id}\``, ...reaches, conditions(capability)].join(' | ')} |`;
}

function render(): string {
  const titles = columns.map((role) => role.charAt(0).toUpperCase() + role.slice(1));
  const head = ['Capability', 'Id', ...titles, 'Asks for'];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...CAPABILITY_IDS.map(row)].join('\n');
}

/** Writes the table of capabilities into the page on access; `--check` only tells whether it is up to date. */
await runCommand(async () => {
  writeBetweenMarks({ page, name: 'capabilities', what: 'table of capabilities', content: render() });
  return 0;
});
