import type { ContributorView, MergeSuggestion } from '@devpulse/contracts/organization/contributors';

/** How somebody is told apart from another of the same name: by their logins, or an address where there is none. */
export function contributorText({ name, accounts, emails }: ContributorView): string {
  const [address] = emails;
  const known = accounts.length > 0 ? accounts.map(({ login }) => login) : address ? [address.email] : [];
  const others = known.filter((text) => text !== name);
  return others.length === 0 ? name : `${name} (${others.join(', ')})`;
}

/** What a suggestion is about, and the words of the button that follows it. */
export function suggestionText(suggestion: MergeSuggestion): { title: string; accept: string } {
  const { contributor, other, member, email } = suggestion;
  const who = contributorText(contributor);
  if (other !== null) return { title: `${contributorText(other)} may be ${who}`, accept: 'Merge' };
  if (member !== null) return { title: `${who} may be the member ${member.name}`, accept: 'Link' };
  return { title: `${email} may be an address of ${who}`, accept: 'Add the address' };
}
