import { ActionButton } from '@devpulse/ui/action-button';
import { Card } from '@devpulse/ui/card';
import { importTeams } from './team-actions.ts';

/** Has the teams of GitHub taken over, now and from now on. */
export function GithubTeamsCard({ organization }: { organization: string }) {
  return (
    <Card title="Teams on GitHub" subtitle="Who is in them is kept there, and followed here from day to day.">
      <div className="mt-3 flex max-w-[68ch] flex-col gap-3">
        <p className="role-body text-muted">
          It takes an App that is installed and may read members. Whoever is in a team when it is taken over
          counts for it from the beginning.
        </p>
        <ActionButton
          action={importTeams.bind(null, organization)}
          pending="Asking for them"
          done="GitHub is being asked. Its teams appear here once it has answered, and are followed from now on."
        >
          Take over the teams from GitHub
        </ActionButton>
      </div>
    </Card>
  );
}
