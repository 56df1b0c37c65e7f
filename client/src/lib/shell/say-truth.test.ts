import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '#lib/shell/frame-state.svelte.ts';
import { sayChange, sayTruth } from '#lib/shell/say-truth.ts';
import { shellTexts } from '#lib/texts/shell-texts.ts';

const texts = shellTexts().truth;
const now = new Date('2026-11-30T13:30:00Z');
const calm: SyncStatus = {
  state: 'online',
  lastContact: '2026-11-30T13:29:00Z',
  storing: 0,
  onDevice: 0,
  needsAttention: 0,
};

describe('the line at the top', () => {
  it('says that everything is sent only when it is, and the server answers', () => {
    expect(sayTruth(calm, texts, now, 'nb')).toEqual({
      contact: 'Tilkoblet',
      items: 'Alt er sendt',
      tone: 'received',
    });
    expect(sayTruth({ ...calm, state: 'offline' }, texts, now, 'nb').items).toBe('');
    expect(sayTruth({ ...calm, onDevice: 3 }, texts, now, 'nb').items).toBe('3 på enheten');
  });

  it('says what is being stored before anything else, and never that everything is sent meanwhile', () => {
    expect(sayTruth({ ...calm, storing: 1 }, texts, now, 'nb')).toMatchObject({
      items: '1 lagres',
      tone: 'on-device',
    });
    expect(sayTruth({ ...calm, storing: 2, onDevice: 3 }, texts, now, 'nb').items).toBe(
      '2 lagres · 3 på enheten',
    );
  });

  it('says when the last contact was, once there is none', () => {
    const offline: SyncStatus = {
      ...calm,
      state: 'offline',
      lastContact: '2026-11-30T08:12:00Z',
      onDevice: 3,
    };
    expect(sayTruth(offline, texts, now, 'nb')).toEqual({
      contact: 'Uten nett · sist kontakt 09.12',
      items: '3 på enheten',
      tone: 'on-device',
    });
    expect(sayTruth({ ...offline, lastContact: null }, texts, now, 'nb').contact).toBe('Uten nett');
  });

  it('lets what needs a person decide the tone', () => {
    const truth = sayTruth({ ...calm, onDevice: 2, needsAttention: 1 }, texts, now, 'nb');
    expect(truth).toMatchObject({ items: '2 på enheten · 1 krever handling', tone: 'attention' });
  });
});

describe('what screen readers hear', () => {
  it('hears a change once, and nothing while a count only moves', () => {
    expect(sayChange({ ...calm, state: 'offline' }, calm, texts, '14.30')).toBe('Tilkoblet.');
    expect(sayChange(calm, { ...calm, state: 'offline', onDevice: 2 }, texts, '14.30')).toBe(
      'Uten nett. 2 endringer ligger på enheten.',
    );
    expect(sayChange({ ...calm, onDevice: 3 }, { ...calm, onDevice: 2 }, texts, '14.30')).toBeNull();
    expect(sayChange({ ...calm, onDevice: 1 }, calm, texts, '14.30')).toBe('Alt er sendt kl. 14.30.');
    expect(sayChange({ ...calm, onDevice: 1 }, { ...calm, storing: 1 }, texts, '14.30')).toBeNull();
  });

  it('does not hear the first finding of the contact', () => {
    expect(sayChange({ ...calm, state: 'unknown' }, calm, texts, '14.30')).toBeNull();
  });
});
