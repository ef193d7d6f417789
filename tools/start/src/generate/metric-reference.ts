import { metricReference } from '@devpulse/domain/reference/metric-reference';
import type {
  ReferenceEntry,
  ReferenceSection,
  ReferenceTable,
} from '@devpulse/domain/reference/reference-section';
import { runCommand } from '../failure.ts';
import { writePage } from '../marked-page.ts';

const page = 'docs/metrics.md';

const HEAD = [
  '# Metrics, score and alerts',
  'Every definition that DevPulse counts by, made from the definitions themselves (`packages/domain/src/reference/metric-reference.ts`) by `npm run generate`. The dashboard shows the same under Definitions.',
];

/** The address of a heading is that of the definition, whatever the heading is called. */
const heading = (depth: number, { anchor, title }: { anchor: string; title: string }): string =>
  `<a id="${anchor}"></a>\n\n${'#'.repeat(depth)} ${title}`;

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

function tableText({ label, columns, rows }: ReferenceTable): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`**${label}**\n`, line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

function entryText(entry: ReferenceEntry): string {
  return [
    heading(3, entry),
    ...entry.text,
    ...(entry.formula === undefined ? [] : [`\`${entry.formula}\``]),
    list(entry.facts.map(({ label, value }) => `${label}: ${label === 'Id' ? `\`${value}\`` : value}`)),
    ...(entry.excludes.length === 0 ? [] : [`Left out:\n\n${list(entry.excludes)}`]),
  ].join('\n\n');
}

function sectionText(section: ReferenceSection): string {
  return [
    heading(2, section),
    ...section.text,
    ...section.tables.map(tableText),
    ...(section.notes.length === 0 ? [] : [list(section.notes)]),
    ...section.entries.map(entryText),
  ].join('\n\n');
}

function contents(sections: readonly ReferenceSection[]): string {
  return list(
    sections.flatMap(({ anchor, title, entries }) => [
      `[${title}](#${anchor})${entries.length === 0 ? '' : ': '}${entries
        .map((entry) => `[${entry.title}](#${entry.anchor})`)
        .join(', ')}`,
    ]),
  );
}

function render(): string {
  const sections = metricReference();
  return `${[...HEAD, contents(sections), ...sections.map(sectionText)].join('\n\n')}\n`;
}

/** Writes the page of every definition; `--check` only tells whether it is up to date. */
await runCommand(async () => {
  writePage({ page, what: 'metric reference', wanted: render() });
  return 0;
});
