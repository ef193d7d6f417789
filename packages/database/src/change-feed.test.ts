import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ATTENDANCE_CHANNEL,
  type AttendanceNotice,
  CHANGE_CHANNEL,
  type ChangeNotice,
  openChangeFeed,
} from './change-feed.ts';
import { type Database, openDatabase } from './connection.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

describe('the change feed', () => {
  let test: TestDatabase;
  let owner: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
  });
  afterAll(async () => {
    await owner.close();
    await test.drop();
  });

  const listening = () =>
    vi.waitFor(async () => {
      const { rowCount } = await owner.pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'devpulse-change-feed' AND query LIKE 'LISTEN%'
         AND datname = current_database()`,
      );
      expect(rowCount).toBe(1);
    });

  it('tells of changes, and goes on after its connection was cut', async () => {
    const notices: ChangeNotice[] = [];
    const personal: AttendanceNotice[] = [];
    let lost = 0;
    const feed = openChangeFeed({
      url: test.dashboardUrl,
      onChange: (notice) => notices.push(notice),
      onAttendance: (notice) => personal.push(notice),
      onLost: () => {
        lost += 1;
      },
    });
    const notice = { organizationId: 'o', days: ['2026-11-20'], receivedAt: 1, computedAt: 2 };
    const tell = () => owner.pool.query('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(notice)]);
    await listening();
    await tell();
    await vi.waitFor(() => expect(notices).toEqual([notice]));
    const ofMember = { organizationId: 'o', userId: 'u' };
    await owner.pool.query('SELECT pg_notify($1, $2)', [ATTENDANCE_CHANNEL, JSON.stringify(ofMember)]);
    await vi.waitFor(() => expect(personal).toEqual([ofMember]));
    expect(notices).toHaveLength(1);
    await owner.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'devpulse-change-feed'
       AND datname = current_database()`,
    );
    await vi.waitFor(() => expect(lost).toBe(1), { timeout: 2_000 });
    await tell();
    await vi.waitFor(() => expect(notices).toHaveLength(2));
    await feed.close();
  });
});
