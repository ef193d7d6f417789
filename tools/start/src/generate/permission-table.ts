import { APP_EVENTS, APP_PERMISSIONS } from '@devpulse/domain/github/permissions';
import { runCommand } from '../failure.ts';
import { writeBetweenMarks } from '../marked-page.ts';

const page = 'docs/github.md';

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
  writeBetweenMarks({ page, name: 'permissions', what: 'table of permissions', content: render() });
  return 0;
});
