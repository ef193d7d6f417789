import { setOwnZone, updateClockChoices } from '@devpulse/contracts/attendance/clock';
import { expect, test } from 'vitest';
import { readIdleChoice, readZone } from './choices-input.ts';

const sent = (values: Record<string, string>) => ({
  text: (name: string) => values[name] ?? '',
  isOn: (name: string) => name in values,
});

test('a zone, or none for that of the devices', () => {
  expect(readZone(sent({ zone: 'Asia/Tokyo' }))).toEqual({ zone: 'Asia/Tokyo' });
  expect(readZone(sent({ zone: '' }))).toEqual({ zone: null });
  expect(setOwnZone.body?.safeParse(readZone(sent({ zone: 'Mars/Olympus' }))).success).toBe(false);
});

test.each([
  [{ idleThresholdMinutes: '15' }, { idleThresholdMinutes: 15 }],
  [{ idleThresholdMinutes: ' ' }, { idleThresholdMinutes: null }],
  [
    { idleThresholdMinutes: '15', maySwitch: 'on', isDetectionOn: 'on' },
    { idleThresholdMinutes: 15, isDetectionOn: true },
  ],
  [
    { idleThresholdMinutes: '15', maySwitch: 'on' },
    { idleThresholdMinutes: 15, isDetectionOn: false },
  ],
])('%j is sent as %j', (values, expected) => {
  expect(readIdleChoice(sent(values))).toEqual(expected);
  expect(updateClockChoices.body?.safeParse(expected).success).toBe(true);
});

test.each(['soon', '1.5', '0', '-5', '600'])('%s minutes are refused', (idleThresholdMinutes) => {
  const body = readIdleChoice(sent({ idleThresholdMinutes }));
  expect(updateClockChoices.body?.safeParse(body).success).toBe(false);
});
