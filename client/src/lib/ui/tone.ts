/** The tones of a state: always shown with an icon and a word, never by colour alone. */
export type Tone = 'neutral' | 'on-device' | 'sending' | 'received' | 'approved' | 'attention';
