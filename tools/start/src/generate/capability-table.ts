import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  CAPABILITY_IDS,
  type Capability,
  type CapabilityId,
  capabilityOf,
  type Reach,
} from '@devpulse/domain/access/capabilities';
import { ROLES } from '@devpulse/domain/access/roles';
import { runCommand, StartFailure } from '../failure.ts';
import { inRepository } from '../repository.ts';

const page = 'docs/access.md';
const startMark = '<!-- capabilities:start -->';
const endMark = '<!-- capabilities:end -->';

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
  const text = existsSync(inRepository(page)) ? readFileSync(inRepository(page), 'utf8') : '';
  const [before, rest] = text.split(startMark);
  const after = rest?.split(endMark)[1];
  if (before === undefined || after === undefined) {
    throw new StartFailure(`${page} lacks the marks ${startMark} and ${endMark}.`);
  }
  const wanted = `${before}${startMark}\n\n${render()}\n\n${endMark}${after}`;
  if (wanted === text) return 0;
  if (process.argv.includes('--check')) {
    throw new StartFailure(`The table of capabilities in ${page} is out of date: run \`npm run generate\`.`);
  }
  writeFileSync(inRepository(page), wanted);
  console.log(`${page}: table of capabilities written`);
  return 0;
});
