/** A contributor with everything that may tell who it is. */
export type KnownContributor = {
  id: string;
  /** Set by hand; null where nobody has. */
  displayName: string | null;
  accounts: readonly { githubId: string; login: string; isBot: boolean }[];
  emails: readonly CommitAddress[];
  member: KnownMember | null;
};

/** An address that commits were made under, in lower case, and the name beside it. */
export type CommitAddress = { email: string; name: string };

/** `email` is verified, and null where it is not. */
export type KnownMember = { userId: string; name: string; email: string | null };

export type People = {
  contributors: readonly KnownContributor[];
  /** Members whom no contributor is linked to. */
  members: readonly KnownMember[];
  /** Addresses that are nobody's yet. */
  unclaimed: readonly CommitAddress[];
};

/** `subject` is the same for the same suggestion, whatever the order of what it joins. `reason` is for people. */
export type MergeSuggestion = { subject: string; reason: string; contributorId: string } & (
  | { kind: 'merge'; otherId: string }
  | { kind: 'link'; userId: string }
  | { kind: 'email'; email: string }
);

/** What somebody or something is known by: a key that is equal where two have it in common, and that said for people. */
type Clue = { key: string; reason: string };
type Known = {
  contributors: readonly { of: KnownContributor; clues: readonly Clue[] }[];
  /** Contributors by key, each once, in their order. */
  owners: ReadonlyMap<string, ReadonlySet<KnownContributor>>;
};

/** What the suggestion to make one of two contributors is called, in whatever order they are given. */
export function mergeSubject(one: string, other: string): string {
  return `merge:${[one, other].sort().join(':')}`;
}

const NOREPLY = /^(?:(\d+)\+)?([^@+]+)@users\.noreply\./;

/**
 * Who may be one person, the surest first: an address of GitHub's that names an account, an address that two have in common, the same
 * login and mailbox, the same name of two words or more. Bots are nobody. A suggestion is made once, and one that is in `declined` never.
 */
export function suggestMerges(people: People, declined: ReadonlySet<string>): MergeSuggestion[] {
  const known = knownOf(people.contributors.filter((one) => !one.accounts.some(({ isBot }) => isBot)));
  const suggestions = [
    ...mergesAmong(known),
    ...people.members.flatMap((member) => linksTo(known, member)),
    ...people.unclaimed.flatMap((address) => claimsOf(known, address)),
  ];
  return suggestions.filter(({ subject }) => !declined.has(subject));
}

function knownOf(people: readonly KnownContributor[]): Known {
  const contributors = people.map((of) => ({ of, clues: cluesOf(of) }));
  const owners = new Map<string, Set<KnownContributor>>();
  for (const { of, clues } of contributors) {
    for (const { key } of clues) owners.set(key, (owners.get(key) ?? new Set()).add(of));
  }
  return { contributors, owners };
}

/** Of many with one clue, each is suggested beside the first. */
function mergesAmong({ contributors, owners }: Known): MergeSuggestion[] {
  const found = new Map<string, MergeSuggestion>();
  for (const { of, clues } of contributors) {
    for (const { key, reason } of clues) {
      const [first = of] = owners.get(key) ?? [];
      if (first === of || (first.member !== null && of.member !== null)) continue;
      const subject = mergeSubject(of.id, first.id);
      if (found.has(subject)) continue;
      const [stays, goes] = isSurer(of, first) ? [of, first] : [first, of];
      found.set(subject, { subject, kind: 'merge', contributorId: stays.id, otherId: goes.id, reason });
    }
  }
  return [...found.values()];
}

/** Who is to be kept of two: a member, else who is on GitHub. */
const isSurer = (one: KnownContributor, other: KnownContributor): boolean =>
  one.member !== null || (other.member === null && other.accounts.length === 0 && one.accounts.length > 0);

function linksTo({ owners }: Known, member: KnownMember): MergeSuggestion[] {
  const found = new Map<string, MergeSuggestion>();
  for (const { key, reason } of [...addressClues(member.email), ...nameClues(member.name)]) {
    for (const { id, member: linked } of owners.get(key) ?? []) {
      const subject = `link:${id}:${member.userId}`;
      if (linked !== null || found.has(subject)) continue;
      found.set(subject, { subject, kind: 'link', contributorId: id, userId: member.userId, reason });
    }
  }
  return [...found.values()];
}

/** To one contributor alone: what an address has in common with two says nothing. */
function claimsOf({ owners }: Known, { email, name }: CommitAddress): MergeSuggestion[] {
  if (isOfBot({ email, name })) return [];
  for (const { key, reason } of [...noreplyClues(email), ...addressClues(email), ...nameClues(name)]) {
    const [owner, another] = owners.get(key) ?? [];
    if (owner === undefined || another !== undefined) continue;
    return [{ subject: `email:${owner.id}:${email}`, kind: 'email', contributorId: owner.id, email, reason }];
  }
  return [];
}

const isOfBot = ({ email, name }: CommitAddress): boolean => `${email} ${name}`.includes('[bot]');

/** The surest first. */
function cluesOf(contributor: KnownContributor): Clue[] {
  const { accounts, emails, member, displayName } = contributor;
  const addresses = emails.filter((address) => !isOfBot(address));
  return [
    ...accounts.flatMap(({ githubId, login }) => accountClues({ githubId, login })),
    ...addresses.flatMap(({ email }) => noreplyClues(email)),
    ...addresses.flatMap(({ email }) => addressClues(email)),
    ...addressClues(member?.email ?? null),
    ...accounts.flatMap(({ login }) => addresses.flatMap(({ email }) => mailboxClues(login, email))),
    ...[displayName, member?.name, ...addresses.map(({ name }) => name)].flatMap(nameClues),
  ];
}

function accountClues(account: { githubId: string | undefined; login: string }): Clue[] {
  const { githubId, login } = account;
  const reason = `Both name the account ${login} on GitHub`;
  const byLogin = { key: `login:${login.toLowerCase()}`, reason };
  return githubId === undefined ? [byLogin] : [{ key: `account:${githubId}`, reason }, byLogin];
}

/** Addresses before 2017 have no number; of a number, the login beside it may be somebody else's by now. */
function noreplyClues(email: string): Clue[] {
  const [, githubId, login] = NOREPLY.exec(email) ?? [];
  if (login === undefined) return [];
  return accountClues({ githubId, login }).slice(0, 1);
}

function addressClues(email: string | null): Clue[] {
  if (email === null || NOREPLY.test(email)) return [];
  return [{ key: `address:${email.toLowerCase()}`, reason: `Both have the address ${email}` }];
}

function mailboxClues(login: string, email: string): Clue[] {
  if (NOREPLY.test(email)) return [];
  const plain = login.toLowerCase().replaceAll('-', '').replace(/\d+$/, '');
  const mailbox = email.slice(0, email.lastIndexOf('@'));
  if (plain === '' || mailbox === '') return [];
  const reason = `Both are called ${login}, or nearly so, and have mail under ${mailbox}`;
  return [{ key: `mailbox:${plain}:${mailbox}`, reason }];
}

/** Without accents, order and punctuation: `Müller, Jana` is `Jana Muller`. One word is no name. */
function nameClues(name: string | null | undefined): Clue[] {
  const plain = (name ?? '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (name == null || words.length < 2) return [];
  return [{ key: `name:${words.sort().join(' ')}`, reason: `Both are called ${name}` }];
}
