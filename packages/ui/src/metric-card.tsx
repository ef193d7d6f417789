import { clsx } from 'clsx';
import { useId } from 'react';
import { Definition } from './definition.tsx';
import type { DefinitionView } from './definition-view.tsx';
import { Delta, type DeltaView } from './delta.tsx';
import { LINK_STYLE, type LinkComponent } from './link.tsx';
import { Sparkline, type SparklineView } from './sparkline.tsx';
import { PartialNote } from './state-view.tsx';

type MetricFact = { label: string; value: string; href?: string };

export type MetricView = {
  label: string;
  definition: DefinitionView;
  /** The unit of a count is empty; null where there is nothing to count, which is not zero. */
  figure: { amount: string; unit: string } | null;
  /** `median, n 62`; or, where the figure is absent, why. */
  qualifier: string;
  delta: DeltaView | null;
  spark: SparklineView;
  facts: readonly MetricFact[];
  /** The pull requests that were counted; null where there are none. */
  evidence: { href: string; words: string } | null;
};

/** Label and definition, figure, delta, shape, facts, evidence: always in this order. */
export function MetricCard({ metric, link }: { metric: MetricView; link: LinkComponent }) {
  const labelId = useId();
  return (
    <section aria-labelledby={labelId} className={CARD_STYLE}>
      <MetricLabel id={labelId} metric={metric} />
      <FigureLine metric={metric} />
      <div className="mt-2 min-h-8">{metric.delta && <Delta {...metric.delta} />}</div>
      <div className="mt-2">
        <Sparkline {...metric.spark} />
      </div>
      <MetricFoot metric={metric} link={link} />
    </section>
  );
}

/** A figure while what it is counted from is still being read: exact for that, and no more is said of it than `note`. */
export function PartialMetricCard({
  metric,
  note,
}: {
  metric: Pick<MetricView, 'label' | 'definition' | 'figure' | 'qualifier'>;
  note: string;
}) {
  const labelId = useId();
  return (
    <section aria-labelledby={labelId} className={CARD_STYLE}>
      <MetricLabel id={labelId} metric={metric} />
      <FigureLine metric={metric} />
      <PartialNote>{note}</PartialNote>
    </section>
  );
}

const CARD_STYLE = 'flex min-w-0 flex-col rounded-card border border-hairline bg-card p-4 max-rail:p-3';

function MetricLabel({ id, metric }: { id: string; metric: Pick<MetricView, 'label' | 'definition'> }) {
  return (
    <div className="flex h-6 items-center gap-1">
      <h2 id={id} className="role-label text-muted">
        {metric.label}
      </h2>
      <Definition {...metric.definition} />
    </div>
  );
}

function FigureLine({ metric }: { metric: Pick<MetricView, 'figure' | 'qualifier'> }) {
  return (
    <p className="mt-1 flex flex-wrap items-baseline gap-x-1.5">
      <Figure figure={metric.figure} />
      <span className="role-caption text-muted">{metric.qualifier}</span>
    </p>
  );
}

/** A short unit is part of the figure; a long one steps back, so that the amount keeps its line. */
function Figure({ figure }: { figure: MetricView['figure'] }) {
  if (figure === null)
    return (
      <span aria-hidden className="role-figure text-muted">
        –
      </span>
    );
  const isShort = figure.unit.length <= 3;
  return (
    <span className="whitespace-nowrap">
      <span className="role-figure">{figure.amount}</span>
      {figure.unit && <span className={isShort ? 'role-figure' : 'role-section'}>{` ${figure.unit}`}</span>}
    </span>
  );
}

function MetricFoot({ metric, link: Link }: { metric: MetricView; link: LinkComponent }) {
  return (
    <div className="mt-auto pt-3">
      {metric.facts.length > 0 && (
        <dl className="role-caption grid grid-cols-[1fr_auto] gap-x-2 gap-y-1 border-t border-hairline pt-2">
          {metric.facts.map((fact) => (
            <FactRow key={fact.label} fact={fact} link={Link} />
          ))}
        </dl>
      )}
      {metric.evidence && (
        <Link href={metric.evidence.href} className={clsx(LINK_STYLE, 'mt-1')}>
          {metric.evidence.words}
        </Link>
      )}
    </div>
  );
}

function FactRow({ fact, link: Link }: { fact: MetricFact; link: LinkComponent }) {
  return (
    <>
      <dt className="text-muted">{fact.label}</dt>
      <dd className="text-end font-medium">
        {fact.href ? (
          <Link
            href={fact.href}
            className="-my-1 inline-grid min-h-6 min-w-6 items-center text-accent hover:underline"
          >
            {fact.value}
          </Link>
        ) : (
          fact.value
        )}
      </dd>
    </>
  );
}
