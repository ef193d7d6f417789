import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CONTRIBUTOR, NOTICES, TEAM_ID } from '../../apps/web/test/fixture-organization-data.ts';
import { TOM } from '../../apps/web/test/fixture-people.ts';
import { onKeyboard } from './keyboard.ts';
import { OrganizationStage, press } from './organization-stage.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

describe('teams of GitHub', () => {
  test.each([true, false])('are taken over by a button, with script %s', async (javaScriptEnabled) => {
    const page = await stage.page('/fernhill/teams', {}, { javaScriptEnabled });
    await press(page, 'Take over the teams from GitHub');
    await page.getByText('GitHub is being asked.').waitFor();
    expect(stage.changes.map(({ id }) => id)).toEqual(['importGithubTeams']);
  });

  test('are nothing to those who do not manage teams', async () => {
    const page = await stage.page('/fernhill/teams', { role: 'developer' });
    await page.getByRole('heading', { name: 'Teams', level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: /GitHub/ }).count()).toBe(0);
  });
});

describe('people', () => {
  test('several are invited at once; links are there to be copied, and who is refused is named', async () => {
    const page = await stage.page('/fernhill/people');
    await page.getByLabel('E-mail addresses').fill(`new.one@fernhill.example\n${TOM.email}`);
    await page.getByLabel('Role', { exact: true }).selectOption('manager');
    await page.getByLabel('Checkout').check();
    await press(page, 'Invite');
    await page.getByText(`${TOM.email} was not invited: This address belongs to a member.`).waitFor();
    await page.getByRole('button', { name: 'Copy Link for new.one@fernhill.example' }).waitFor();
    expect(stage.changes).toMatchObject([
      { id: 'invite', body: { email: 'new.one@fernhill.example', role: 'manager', teamIds: [TEAM_ID] } },
    ]);
    await page.getByRole('rowheader', { name: 'new.one@fernhill.example' }).waitFor();
  });

  test('an address that is none keeps everybody from being invited', async () => {
    const page = await stage.page('/fernhill/people');
    await page.getByLabel('E-mail addresses').fill('good@fernhill.example\nnot-an-address');
    await press(page, 'Invite');
    await page.getByText('not-an-address is no e-mail address. Nobody was invited.').waitFor();
    expect(stage.changes).toEqual([]);
    expect(await page.getByLabel('E-mail addresses').inputValue()).toContain('not-an-address');
  });

  test('a role is changed up to one’s own; an Owner and oneself have no control', async () => {
    const page = await stage.page('/fernhill/people', { role: 'admin' });
    const role = page.getByLabel('Role of Amira Obi');
    expect(await role.locator('option').allTextContents()).toEqual(['Admin', 'Manager', 'Developer']);
    expect(await page.getByLabel('Role of Ines Aguiar').count()).toBe(0);
    await role.selectOption('manager');
    await press(page, 'Save the role of Amira Obi');
    expect((await stage.arrived('changeRole'))?.body).toEqual({ role: 'manager' });
    await page.getByRole('button', { name: 'Save the role of Amira Obi' }).waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Role of Amira Obi').inputValue()).toBe('manager');
  });

  test('a member is removed, an invitation gets a new link and is withdrawn', async () => {
    const page = await stage.page('/fernhill/people');
    await press(page, 'Remove Amira Obi');
    await press(page, 'Remove from the organization');
    await page.getByRole('button', { name: 'Remove Amira Obi' }).waitFor({ state: 'hidden' });
    await press(page, 'New link for lin.wei@fernhill.example');
    await page.getByRole('button', { name: 'Copy Link for lin.wei@fernhill.example' }).waitFor();
    await page.getByText('The link before is void.').waitFor();
    await press(page, 'Withdraw the invitation of lin.wei@fernhill.example');
    await page.getByText('None. Whoever is invited').waitFor();
    expect(stage.changes.map(({ id }) => id)).toEqual(['removeMember', 'invite', 'withdrawInvitation']);
  });
});

describe('teams', () => {
  test('a team is made, renamed and deleted by keyboard alone', async () => {
    const page = await stage.page('/fernhill/teams');
    const keys = onKeyboard(page);
    await keys.press('New team');
    await keys.type('Name', 'Checkout');
    await page.keyboard.press('Enter');
    await page.getByText('There is a team of this name.').waitFor();
    await keys.type('Name', 'Mobile');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Mobile' }).waitFor();
    await keys.press('Rename');
    await keys.type('Name', 'Apps');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Apps', exact: true }).waitFor();
    await keys.press('Delete Apps');
    await keys.press('Delete the team');
    await page.waitForURL(/\/fernhill\/teams$/);
    expect(stage.changes.map(({ id }) => id)).toEqual(['createTeam', 'renameTeam', 'deleteTeam']);
  });

  test('a person comes from a day on and goes; managers are chosen among those who may', async () => {
    const page = await stage.page(`/fernhill/teams/${TEAM_ID}`);
    await page.getByLabel('Person', { exact: true }).selectOption({ label: 'Tom Okafor' });
    await page.getByLabel('First day in the team').fill('2026-11-02');
    await press(page, 'Add to the team');
    await page.getByText('Added.').waitFor();
    expect((await stage.arrived('addToTeam'))?.body).toEqual({
      contributorId: CONTRIBUTOR.tom,
      from: '2026-11-02',
    });
    await press(page, 'Remove Tom Okafor from Checkout');
    await press(page, 'Remove from the team');
    await page.getByRole('button', { name: 'Remove Tom Okafor from Checkout' }).waitFor({ state: 'hidden' });
    expect(await page.getByRole('group', { name: 'Managers' }).getByText('Amira').count()).toBe(0);
    await page.getByLabel('Tom Okafor Manager').uncheck();
    await press(page, 'Save the managers');
    expect((await stage.arrived('setTeamManagers'))?.body).toEqual({ userIds: [] });
    await page.getByText('no manager').waitFor();
  });
});

describe('ownership and own data', () => {
  test('a notice is marked as read and gone', async () => {
    const page = await stage.page('/fernhill/me', { notices: NOTICES });
    await page.getByText('Individual views were turned on by Marta Lindqvist on 18 Nov 2026.').waitFor();
    await press(page, 'Mark as read');
    await page.getByText('Individual views were turned on').waitFor({ state: 'hidden' });
  });

  test('deletion is asked for by typing the address, and taken back', async () => {
    const page = await stage.page('/fernhill/settings/data');
    await press(page, 'Delete the organization');
    await page.getByLabel('Type fernhill to confirm').fill('Fernhill');
    await press(page, 'Delete in 30 days');
    await page.getByText('This is not the address of the organization.').waitFor();
    await page.getByLabel('Type fernhill to confirm').fill('fernhill');
    await press(page, 'Delete in 30 days');
    await press(page, 'Take it back');
    await page.getByRole('button', { name: 'Delete the organization' }).waitFor();
    expect(stage.changes.map(({ id }) => id)).toEqual(['requestDeletion', 'cancelDeletion']);
  });

  test('the ownership goes to another member, and with it the page', async () => {
    const page = await stage.page('/fernhill/settings/data');
    await press(page, 'Transfer the ownership');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New Owner').selectOption({ label: 'Tom Okafor, Manager' });
    await dialog.getByRole('button', { name: 'Transfer the ownership' }).click();
    await page.getByText('Owners of Fernhill may see it; your role is Admin.').waitFor();
    expect(stage.changes).toMatchObject([{ id: 'transferOwnership', body: { userId: TOM.id } }]);
  });

  test('the only Owner is told what to do first; others delete their data and are out', async () => {
    const page = await stage.page('/fernhill/me');
    await press(page, 'Delete my data');
    await press(page, 'Leave and delete my data');
    await page
      .getByText('You are the only Owner of this organization. Transfer the ownership first')
      .waitFor();
    const other = await stage.page('/fernhill/me', { role: 'developer' });
    await press(other, 'Delete my data');
    await press(other, 'Leave and delete my data');
    await other.waitForURL((url) => !url.pathname.endsWith('/me'));
    expect(stage.changes.map(({ id }) => id)).toEqual(['deleteOwnRecord']);
  });
});
