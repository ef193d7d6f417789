import { describe, expect, test } from 'vitest';
import { type KnownContributor, type People, suggestMerges } from './merge-suggestions.ts';

const account = (githubId: string, login: string, isBot = false) => ({ githubId, login, isBot });
const contributor = (id: string, known: Partial<KnownContributor> = {}): KnownContributor => ({
  id,
  displayName: null,
  accounts: [],
  emails: [],
  member: null,
  ...known,
});
const mail = (email: string, name = 'jana') => ({ email, name });
const member = (userId: string, name = 'Mo', email: string | null = null) => ({ userId, name, email });

function suggest(people: Partial<People>, declined: readonly string[] = []) {
  const everybody = { contributors: [], members: [], unclaimed: [], ...people };
  return suggestMerges(everybody, new Set(declined)).map(({ subject }) => subject);
}

const jana = contributor('a', { accounts: [account('7', 'jana-m')] });

describe('two contributors', () => {
  test.each<[string, KnownContributor, KnownContributor, boolean]>([
    [
      'an address of GitHub that has the number of an account',
      jana,
      contributor('b', { emails: [mail('7+before@users.noreply.github.com')] }),
      true,
    ],
    [
      'the login beside a number says nothing',
      jana,
      contributor('b', { emails: [mail('8+jana-m@users.noreply.github.com')] }),
      false,
    ],
    [
      'an old address of GitHub has the login alone',
      jana,
      contributor('b', { emails: [mail('jana-m@users.noreply.github.example.org')] }),
      true,
    ],
    [
      'a common name beside addresses, in another order and without accents',
      contributor('a', { emails: [mail('j@example.com', 'Jana Müller')] }),
      contributor('b', { displayName: 'MULLER, Jana' }),
      true,
    ],
    [
      'the name of a member',
      contributor('a', { member: member('u', 'Jana Müller') }),
      contributor('b', { emails: [mail('j@example.com', 'jana müller')] }),
      true,
    ],
    [
      'one word is no name',
      contributor('a', { displayName: 'Jana' }),
      contributor('b', { displayName: 'Jana' }),
      false,
    ],
    [
      'nearly one login, and one mailbox',
      contributor('a', { accounts: [account('1', 'Jana-Miller')], emails: [mail('jana.m@example.com')] }),
      contributor('b', { accounts: [account('2', 'janamiller2')], emails: [mail('jana.m@example.org')] }),
      true,
    ],
    [
      'nearly one login alone',
      contributor('a', { accounts: [account('1', 'jana')], emails: [mail('jana.m@example.com')] }),
      contributor('b', { accounts: [account('2', 'jana2')], emails: [mail('other@example.org')] }),
      false,
    ],
    [
      'one mailbox alone',
      contributor('a', { accounts: [account('1', 'ann')], emails: [mail('dev@example.com')] }),
      contributor('b', { accounts: [account('2', 'ben')], emails: [mail('dev@example.org')] }),
      false,
    ],
    [
      'the address of a member under which commits are of another',
      contributor('a', { member: member('u', 'Mo', 'mo@example.com') }),
      contributor('b', { emails: [mail('mo@example.com')] }),
      true,
    ],
    [
      'two members are two people',
      contributor('a', { displayName: 'Jana Miller', member: member('u') }),
      contributor('b', { displayName: 'Jana Miller', member: member('v') }),
      false,
    ],
    [
      'a bot is nobody',
      contributor('a', { displayName: 'Build Robot', accounts: [account('1', 'build', true)] }),
      contributor('b', { displayName: 'Build Robot' }),
      false,
    ],
    [
      'what a bot has written says nothing of people',
      contributor('a', { emails: [mail('1@example.com', 'Re Novate[bot]')] }),
      contributor('b', { emails: [mail('2@example.com', 'Re Novate[bot]')] }),
      false,
    ],
  ])('%s', (_name, one, other, isSuggested) => {
    const expected = isSuggested ? ['merge:a:b'] : [];
    expect(suggest({ contributors: [one, other] })).toEqual(expected);
    expect(suggest({ contributors: [other, one] })).toEqual(expected);
  });

  test('are suggested once, whatever they have in common, and never again once declined', () => {
    const contributors = [
      contributor('a', { displayName: 'Jana Miller', emails: [mail('x@example.com', 'Jana B Miller')] }),
      contributor('b', { displayName: 'Jana Miller', emails: [mail('y@example.com', 'Jana B Miller')] }),
    ];
    expect(suggest({ contributors })).toEqual(['merge:a:b']);
    expect(suggest({ contributors }, ['merge:a:b'])).toEqual([]);
  });

  test('of many with one name, each is suggested beside the first', () => {
    const contributors = ['a', 'b', 'c', 'd'].map((id) => contributor(id, { displayName: 'Jana Miller' }));
    expect(suggest({ contributors })).toEqual(['merge:a:b', 'merge:a:c', 'merge:a:d']);
  });

  test('keep the one who is a member, else the one who is on GitHub', () => {
    const name = { displayName: 'Jana Miller' };
    const onGithub = contributor('b', { ...name, accounts: [account('7', 'jana')] });
    const stays = (one: KnownContributor, other: KnownContributor) =>
      suggestMerges({ contributors: [one, other], members: [], unclaimed: [] }, new Set())[0]?.contributorId;
    expect(stays(contributor('a', name), onGithub)).toBe('b');
    expect(stays(onGithub, contributor('c', { ...name, member: member('u') }))).toBe('c');
    expect(stays(onGithub, contributor('c', { ...name, accounts: [account('8', 'j')] }))).toBe('b');
  });
});

describe('a member', () => {
  test.each<[string, KnownContributor, boolean]>([
    ['has the address of commits', contributor('a', { emails: [mail('mo@example.com')] }), true],
    ['has the name', contributor('a', { displayName: 'Mo Miller' }), true],
    ['has nothing in common', contributor('a', { emails: [mail('else@example.com')] }), false],
    ['has the name of a bot', contributor('a', { accounts: [account('1', 'mo', true)] }), false],
    [
      'is another than the one linked',
      contributor('a', { displayName: 'Mo Miller', member: member('v') }),
      false,
    ],
  ])('%s', (_name, known, isSuggested) => {
    const members = [member('u', 'Mo Miller', 'mo@example.com')];
    expect(suggest({ contributors: [known], members })).toEqual(isSuggested ? ['link:a:u'] : []);
  });

  test('whose address is not verified is known by name alone', () => {
    const contributors = [contributor('a', { emails: [mail('mo@example.com')] })];
    expect(suggest({ contributors, members: [member('u', 'Mo', null)] })).toEqual([]);
  });
});

describe('an address of nobody', () => {
  const named = contributor('b', { displayName: 'Jana Miller' });
  test.each<[string, KnownContributor[], { email: string; name: string }, string[]]>([
    [
      'names an account',
      [jana],
      mail('7+x@users.noreply.github.com'),
      ['email:a:7+x@users.noreply.github.com'],
    ],
    ['has the name of one', [named], mail('x@example.com', 'jana miller'), ['email:b:x@example.com']],
    [
      'has the name of two',
      [named, contributor('c', { emails: [mail('y@example.com', 'Jana Miller')], member: member('v') })],
      mail('x@example.com', 'Jana Miller'),
      ['merge:b:c'],
    ],
    ['is of a bot', [named], mail('1+x[bot]@users.noreply.github.com', 'Jana Miller'), []],
    ['has nothing in common', [named], mail('x@example.com', 'Somebody Else'), []],
  ])('%s', (_name, contributors, address, expected) => {
    expect(suggest({ contributors, unclaimed: [address] })).toEqual(expected);
  });
});
