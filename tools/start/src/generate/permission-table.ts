import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { APP_EVENTS, APP_PERMISSIONS } from '@devpulse/domain/github/permissions';
import { runCommand, StartFailure } from '../failure.ts';
import { inRepository } from '../repository.ts';

const page = 'docs/github.md';
const startMark = '<!-- permissions:start -->';
const endMark = '<!-- permissions:end -->';

type Permission = (typeof APP_PERMISSIONS)[number];

/** As GitHub's pages call it. */
function title({ name }: Permission): string {
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function row(permission: Permission): string {
  const { name, level, isRequired, purpose } = permission;
  const events = APP_EVENTS.filter(({ needs }) => needs === name).map((event) => `\`${event.name}\``);
  const cells = [title(permission), level, isRequired ? 'yes' : 'no', purpose, events.join(', ')];
  return `| ${cells.join(' | ')} |`;
}

function render(): string {
  const head = ['Permission', 'Level', 'Required', 'What for', 'Webhook events'];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...APP_PERMISSIONS.map(row)].join(
    '\n',
  );
}

/** Writes the table of permissions into the page on GitHub; `--check` only tells whether it is up to date. */
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
    throw new StartFailure(`The table of permissions in ${page} is out of date: run \`npm run generate\`.`);
  }
  writeFileSync(inRepository(page), wanted);
  console.log(`${page}: table of permissions written`);
  return 0;
});
