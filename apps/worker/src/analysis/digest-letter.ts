import type {
  AlertDigest,
  DigestEntry,
  DigestGroup,
  DigestSection,
} from '@devpulse/domain/alerts/alert-digest';
import { formatCount } from '@devpulse/domain/metrics/format';

export type DigestLetter = { subject: string; text: string };

const SECTIONS = [
  ['opened', 'New'],
  ['openLongest', 'Still open, the longest first'],
  ['resolved', 'Ended by themselves'],
] as const satisfies readonly (readonly [keyof DigestGroup, string])[];

/** The words of a daily mail. It names things, and a person only to themselves. */
export function digestLetter(organization: string, digest: AlertDigest): DigestLetter {
  const { groups, openCount } = digest;
  const alerts = openCount === 1 ? '1 open alert' : `${formatCount(openCount)} open alerts`;
  const parts = [
    `Health alerts of “${oneLine(organization)}” that you may see: ${alerts}.`,
    ...groups.flatMap((group) => groupText(group)),
    'You have this mail because you asked for the daily digest. Turn it off under Alerts, Settings.',
  ];
  return { subject: `${oneLine(organization)}: ${alerts}`, text: parts.join('\n\n') };
}

function groupText(group: DigestGroup): string[] {
  const name = group.teamId === null ? 'Without a team' : oneLine(group.teamName ?? 'A team');
  const sections = SECTIONS.flatMap(([section, title]) => sectionText(title, group[section]));
  return sections.length === 0 ? [] : [`== ${name} ==`, ...sections];
}

function sectionText(title: string, { entries, moreCount }: DigestSection): string[] {
  if (entries.length === 0) return [];
  const more = moreCount === 0 ? [] : [`- and ${formatCount(moreCount)} more`];
  return [[`${title}:`, ...entries.map(line), ...more].join('\n')];
}

const line = ({ text }: DigestEntry): string =>
  `- ${oneLine(text.headline)} (${oneLine(text.target)}): ${oneLine(text.about)}`;

/** Titles are other people’s words: they make no lines, and no headers, of their own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
