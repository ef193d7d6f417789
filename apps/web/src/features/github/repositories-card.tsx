import type { listRepositories } from '@devpulse/contracts/github/repositories';
import type { RouteResponse } from '@devpulse/contracts/route';
import { ActionButton } from '@devpulse/ui/action-button';
import { Card } from '@devpulse/ui/card';
import { askForRepositories, choose } from './connect-actions.ts';
import { FollowProgress } from './follow-progress.tsx';
import { RepositoriesForm } from './repositories-form.tsx';
import { historyOptions, historyValue, repositoryRows } from './repository-words.ts';

const EVERY_MS = 2000;

/** Which repositories are read, at first and later on. */
export function RepositoriesCard({
  organization,
  choices,
  now,
}: {
  organization: string;
  choices: RouteResponse<typeof listRepositories>;
  now: number;
}) {
  const rows = repositoryRows(choices.items, now);
  const tracked = choices.items.filter(({ isTracked }) => isTracked).length;
  return (
    <Card
      title="Repositories"
      className={tracked === 0 ? 'max-w-[720px]' : ''}
      subtitle={
        tracked > 0
          ? `${tracked} of ${rows.length} are read`
          : 'Those with a push in the last six months are ticked.'
      }
    >
      <div className="mt-3 flex flex-col gap-4">
        {rows.length === 0 ? (
          <>
            <FollowProgress every={EVERY_MS} />
            <p className="role-body text-muted">
              GitHub is asked which repositories there are. If none appear, the App may see none: change that
              on GitHub.
            </p>
          </>
        ) : (
          <RepositoriesForm
            action={choose.bind(null, organization)}
            rows={rows}
            settings={{
              history: {
                value: historyValue(choices.historyMonths),
                options: historyOptions(choices.historyMonths),
              },
              tracksNewRepositories: choices.tracksNewRepositories,
              followsGithubTeams: choices.followsGithubTeams,
            }}
            isFirst={tracked === 0}
          />
        )}
        <div className="border-t border-hairline pt-4">
          <ActionButton
            action={askForRepositories.bind(null, organization)}
            pending="Asking GitHub"
            done="The list is as GitHub has it now."
          >
            Refresh the list from GitHub
          </ActionButton>
        </div>
      </div>
    </Card>
  );
}
