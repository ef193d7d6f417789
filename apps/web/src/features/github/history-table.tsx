import type { ImportView } from '@devpulse/contracts/github/imports';
import { formatCount } from '@devpulse/domain/metrics/format';
import { ActionButton } from '@devpulse/ui/action-button';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { ProgressBar } from '@devpulse/ui/progress-bar';
import { StackTable } from '@devpulse/ui/stack-table';
import { ChoiceField } from '@devpulse/ui/text-field';
import { Check, CircleAlert, Clock, Hourglass, type LucideIcon, Pause, RefreshCw } from 'lucide-react';
import { shareRead, timeLeftText } from '../../lib/import-words.ts';
import { pause, readAgain, resume } from './connect-actions.ts';
import { type ImportStateView, importChoice, importState } from './import-states.ts';
import { historyOptions, historyValue, shortNames } from './repository-words.ts';

const COLUMNS = [
  { label: 'Repository' },
  { label: 'Progress', isFilled: true, className: 'rail:w-[26%]' },
  { label: 'Pull requests', align: 'end' },
  { label: 'State' },
  { label: 'Left', align: 'end' },
  { label: 'Change', align: 'end', isLabelHidden: true },
] as const;

/** One line a repository: how much of its history is read, and what becomes of it. */
export function HistoryTable({
  organization,
  items,
  clock: { zone, now },
}: {
  organization: string;
  items: readonly ImportView[];
  clock: { zone: string; now: number };
}) {
  const names = shortNames(items.map(({ repository }) => repository));
  return (
    <StackTable
      label="History of each repository"
      columns={COLUMNS}
      rows={items.map((item, index) => {
        const name = names[index] ?? item.repository;
        const isFinished = item.state === 'done';
        return {
          key: item.id,
          cells: [
            name,
            <ProgressBar
              key="progress"
              label={name}
              share={shareRead(item.pullRequestsRead, item.pullRequestsEstimated, isFinished)}
            />,
            <Counts key="counts" item={item} />,
            <State key="state" view={importState(item, zone, now)} />,
            (item.state === 'running' || item.state === 'waiting') && timeLeftText(item.secondsLeft, 'short'),
            <Change key="change" organization={organization} item={item} name={name} />,
          ],
        };
      })}
    />
  );
}

function Counts({ item: { pullRequestsRead: read, pullRequestsEstimated, state } }: { item: ImportView }) {
  const total = state === 'done' ? read : pullRequestsEstimated;
  return (
    <>
      {formatCount(read)}
      <span className="text-muted">
        {total === null ? ' so far' : ` of ${formatCount(Math.max(read, total))}`}
      </span>
    </>
  );
}

const STATES: Record<ImportStateView['kind'], { icon: LucideIcon; className: string }> = {
  complete: { icon: Check, className: 'text-good' },
  importing: { icon: RefreshCw, className: '' },
  next: { icon: Clock, className: 'text-muted' },
  paused: { icon: Pause, className: 'text-muted' },
  waiting: { icon: Hourglass, className: 'text-muted' },
  stopped: { icon: CircleAlert, className: 'text-caution' },
};

function State({ view: { kind, words } }: { view: ImportStateView }) {
  const { icon: Icon, className } = STATES[kind];
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <Icon aria-hidden size={14} className={`relative top-0.5 shrink-0 ${className}`} />
      <span>{words}</span>
    </span>
  );
}

type ChangeProps = { organization: string; item: ImportView; name: string };

function Change({ organization, item, name }: ChangeProps) {
  const choice = importChoice(item);
  if (choice === 'again') return <ReadAgain organization={organization} item={item} name={name} />;
  const isPause = choice === 'pause';
  return (
    <div className="inline-block">
      <ActionButton
        action={(isPause ? pause : resume).bind(null, organization)}
        hidden={{ import: item.id }}
        aria-label={`${isPause ? 'Pause' : 'Resume'} ${name}`}
      >
        {isPause ? 'Pause' : 'Resume'}
      </ActionButton>
    </div>
  );
}

function ReadAgain({ organization, item, name }: ChangeProps) {
  return (
    <ConfirmDialog
      trigger="Again"
      label={`Read ${name} again`}
      title={`Read ${name} again?`}
      action={readAgain.bind(null, organization)}
      submit="Read it"
    >
      <input type="hidden" name="repository" value={item.repositoryId} />
      <p>
        Nothing is counted twice; what has changed is brought up to date. Choose more to read further back.
      </p>
      <ChoiceField
        label="How far back"
        name="historyMonths"
        options={historyOptions(null)}
        defaultValue={historyValue(12)}
      />
    </ConfirmDialog>
  );
}
