import { listDevices, renameDevice, unlinkDevice } from '@devpulse/contracts/account/sessions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, bearer, openAuthStage } from '../../testing/auth-stage.ts';
import { deviceLinkingOn } from '../../testing/device-linking.ts';

let stage: AuthStage;
beforeAll(async () => {
  stage = await openAuthStage();
});
afterAll(() => stage?.close());

const { linkedDevice } = deviceLinkingOn(() => stage);

test('a device gives itself a name, and the person gives it another one in the browser', async () => {
  const person = await stage.registry.person();
  const { deviceId, accessToken } = await linkedDevice(person);
  const names = async () => {
    const { items } = (await stage.call(listDevices, { as: person })).body;
    return items.map(({ name }: { name: string }) => name);
  };
  const params = { device: deviceId };
  await stage.call(renameDevice, { as: bearer(accessToken), params, body: { name: ' Laptop of Żółć ' } });
  expect(await names()).toEqual(['Laptop of Żółć']);
  await stage.call(renameDevice, { as: person, params, body: { name: 'Desk' } });
  expect(await names()).toEqual(['Desk']);
  const log = await stage.logOf(person.userId);
  expect(log.filter((action: string) => action === 'device.renamed')).toHaveLength(2);
});

test.each(['', '   ', 'x'.repeat(101), 'two\nlines', 'turned\u202eround'])('%j is no name', async (name) => {
  const person = await stage.registry.person();
  const { deviceId: device } = await linkedDevice(person);
  const { status, body } = await stage.call(renameDevice, { as: person, params: { device }, body: { name } });
  expect(status).toBe(400);
  expect(body).toMatchObject({ field: 'body.name' });
});

test('somebody else’s device and one that was unlinked are not found, and keep their names', async () => {
  const [person, stranger] = [await stage.registry.person(), await stage.registry.person()];
  const { deviceId: device } = await linkedDevice(person);
  const renamed = (as: typeof person) =>
    stage.call(renameDevice, { as, params: { device }, body: { name: 'Mine' } });
  expect((await renamed(stranger)).body).toMatchObject({ status: 404, field: 'path.device' });
  await stage.call(unlinkDevice, { as: person, params: { device } });
  expect((await renamed(person)).status).toBe(404);
  const { rows } = await stage.registry.pool.query('SELECT name FROM device WHERE id = $1', [device]);
  expect(rows[0].name).not.toBe('Mine');
});
