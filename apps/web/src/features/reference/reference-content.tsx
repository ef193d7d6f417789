import type {
  ReferenceEntry,
  ReferenceSection,
  ReferenceTable,
} from '@devpulse/domain/reference/reference-section';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { StackTable } from '@devpulse/ui/stack-table';

/** What is fixed at the top of a phone never covers what an address points at. */
const TARGET = 'scroll-mt-16 rail:scroll-mt-4';
/** A cell of a column of numbers; it may be empty. */
const NUMBER = /^[\d.]*$/;
const LIST = 'role-body flex max-w-[80ch] list-disc flex-col gap-1 ps-5';

/** The whole reference, nothing folded, so that the search of the browser finds every word. */
export function ReferenceContent({ sections }: { sections: readonly ReferenceSection[] }) {
  return (
    <div className="flex flex-col gap-4">
      <Contents sections={sections} />
      {sections.map((section) => (
        <div key={section.anchor} id={section.anchor} className={TARGET}>
          <SectionCard section={section} />
        </div>
      ))}
    </div>
  );
}

function Contents({ sections }: { sections: readonly ReferenceSection[] }) {
  return (
    <nav aria-label="On this page">
      <ul className="flex flex-wrap gap-x-5">
        {sections.map(({ anchor, title }) => (
          <li key={anchor}>
            <a href={`#${anchor}`} className={LINK_STYLE}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SectionCard({ section: { title, text, tables, notes, entries } }: { section: ReferenceSection }) {
  return (
    <Card title={title}>
      <div className="mt-2 flex flex-col gap-4">
        {text.map((sentence) => (
          <p key={sentence} className="role-body max-w-[80ch]">
            {sentence}
          </p>
        ))}
        {tables.map((table) => (
          <LabelledTable key={table.label} table={table} />
        ))}
        {notes.length > 0 && <Points items={notes} />}
        {entries.map((entry) => (
          <Entry key={entry.anchor} entry={entry} />
        ))}
      </div>
    </Card>
  );
}

function Points({ items }: { items: readonly string[] }) {
  return (
    <ul className={LIST}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function LabelledTable({ table: { label, columns, rows } }: { table: ReferenceTable }) {
  return (
    <div>
      <p aria-hidden className="role-label">
        {label}
      </p>
      <StackTable
        label={label}
        columns={columns.map((column, index) => ({
          label: column,
          align: rows.every((cells) => NUMBER.test(cells[index] ?? '')) ? 'end' : 'start',
        }))}
        rows={rows.map(([name = '', ...cells]) => ({
          key: name,
          cells: [name, ...cells.map((cell) => (cell === '' ? null : cell))],
        }))}
      />
    </div>
  );
}

function Entry({ entry }: { entry: ReferenceEntry }) {
  return (
    <article
      id={entry.anchor}
      aria-labelledby={`${entry.anchor}-title`}
      className={`${TARGET} grid gap-x-8 gap-y-3 border-t border-hairline pt-4 target:bg-hover wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]`}
    >
      <div className="flex flex-col gap-2">
        <h3 id={`${entry.anchor}-title`} className="role-label">
          <a href={`#${entry.anchor}`} className="inline-flex min-h-6 items-center hover:underline">
            {entry.title}
          </a>
        </h3>
        {entry.text.map((sentence) => (
          <p key={sentence} className="role-body max-w-[80ch]">
            {sentence}
          </p>
        ))}
        {entry.formula && <p className="role-cell font-medium [overflow-wrap:anywhere]">{entry.formula}</p>}
        {entry.excludes.length > 0 && (
          <>
            <p className="role-caption text-muted">Left out</p>
            <Points items={entry.excludes} />
          </>
        )}
      </div>
      <EntryFacts facts={entry.facts} />
    </article>
  );
}

function EntryFacts({ facts }: { facts: ReferenceEntry['facts'] }) {
  return (
    <dl className="role-cell grid grid-cols-[88px_minmax(0,1fr)] content-start gap-x-4 gap-y-1.5">
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="[overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
