import { describe, expect, it } from 'vitest';
import { dateInOslo, sayDate, sayDeadline, sayMoment, sayShortMoment, sayTime } from '#lib/texts/say-date.ts';

// Monday 30 November 2026, 14.30 in Oslo.
const now = new Date('2026-11-30T13:30:00Z');

describe('dates as people say them', () => {
  it.each([
    ['2026-11-30', 'i dag', 'today'],
    ['2026-11-29', 'i går', 'yesterday'],
    ['2026-12-01', 'i morgen', 'tomorrow'],
    ['2026-12-03', 'tor. 3. des.', 'Thu 3 Dec'],
    ['2026-11-28', 'lør. 28. nov.', 'Sat 28 Nov'],
    ['2027-01-04', 'man. 4. jan. 2027', 'Mon 4 Jan 2027'],
    ['2025-05-17', 'lør. 17. mai 2025', 'Sat 17 May 2025'],
  ])('says %s as "%s" and "%s"', (date, nb, en) => {
    expect(sayDate(date, now, 'nb')).toBe(nb);
    expect(sayDate(date, now, 'en')).toBe(en);
  });

  it('says the hour in Oslo, summer and winter, with a point in Norwegian and a colon in English', () => {
    expect(sayTime('2026-11-30T13:05:00Z', 'nb')).toBe('14.05');
    expect(sayTime('2026-07-01T12:05:00Z', 'nb')).toBe('14.05');
    expect(sayTime('2026-11-30T23:30:00Z', 'nb')).toBe('00.30');
    expect(sayTime('2026-11-30T13:05:00Z', 'en')).toBe('14:05');
  });

  it('reckons the day in Oslo and not in UTC', () => {
    expect(dateInOslo(new Date('2026-11-30T23:30:00Z'))).toBe('2026-12-01');
    expect(sayMoment('2026-11-29T23:30:00Z', now, 'nb')).toBe('i dag 00.30');
    expect(sayDate('2026-12-01', new Date('2026-11-30T23:30:00Z'), 'nb')).toBe('i dag');
  });

  it('says the last contact by its time today, and by its day before that', () => {
    expect(sayShortMoment('2026-11-30T08:12:00Z', now, 'nb')).toBe('09.12');
    expect(sayShortMoment('2026-11-29T08:12:00Z', now, 'nb')).toBe('i går 09.12');
  });

  it('keeps yesterday right over the night the clock is turned', () => {
    expect(sayDate('2026-10-25', new Date('2026-10-25T23:30:00Z'), 'nb')).toBe('i går');
    expect(sayDate('2026-03-28', new Date('2026-03-29T10:00:00Z'), 'nb')).toBe('i går');
  });
});

describe('deadlines', () => {
  it('says that the day has passed only of work that is not done', () => {
    expect(sayDeadline('2026-12-03', false, now, 'nb')).toBe('frist tor. 3. des.');
    expect(sayDeadline('2026-11-29', false, now, 'nb')).toBe('frist i går');
    expect(sayDeadline('2026-11-29', true, now, 'nb')).toBe('forfalt i går');
    expect(sayDeadline('2026-11-29', true, now, 'en')).toBe('was due yesterday');
  });
});
