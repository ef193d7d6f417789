import type { MergeSuggestion } from '@devpulse/contracts/organization/contributors';
import { ActionButton } from '@devpulse/ui/action-button';
import { ListRow } from '@devpulse/ui/list-row';
import { claim, decline, link, merge } from './contributor-actions.ts';
import { suggestionText } from './contributor-words.ts';

/** Who may be one person, each to be followed or declined; without an answer nothing happens. */
export function SuggestionList({
  organization,
  suggestions,
}: {
  organization: string;
  suggestions: readonly MergeSuggestion[];
}) {
  return (
    <ul aria-label="Suggestions">
      {suggestions.map((suggestion) => (
        <ListRow
          key={suggestion.subject}
          title={suggestionText(suggestion).title}
          detail={`${suggestion.reason}.`}
          action={<Answer organization={organization} suggestion={suggestion} />}
        />
      ))}
    </ul>
  );
}

function Answer({ organization, suggestion }: { organization: string; suggestion: MergeSuggestion }) {
  const { title, accept } = suggestionText(suggestion);
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton {...acceptanceOf(organization, suggestion)} aria-label={`${accept}: ${title}`}>
        {accept}
      </ActionButton>
      <ActionButton
        kind="quiet"
        action={decline.bind(null, organization)}
        hidden={{ subject: suggestion.subject }}
        aria-label={`Decline: ${title}`}
      >
        Decline
      </ActionButton>
    </div>
  );
}

function acceptanceOf(organization: string, { contributor, other, member, email }: MergeSuggestion) {
  const params = { organization, contributor: contributor.id };
  if (other !== null) {
    const goes = { organization, contributor: other.id };
    return { action: merge.bind(null, goes), hidden: { into: contributor.id } };
  }
  if (member !== null) return { action: link.bind(null, params), hidden: { memberId: member.userId } };
  return { action: claim.bind(null, params), hidden: { email: email ?? '' } };
}
