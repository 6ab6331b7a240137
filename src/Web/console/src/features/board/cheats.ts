/** The keys of the desk, in the words of the cheat-sheet. `bar`: also in the bottom bar. */
export const CHEATS = [
  { keys: 'F1', text: 'cheat.help', bar: true },
  { keys: 'F2', text: 'cheat.answer', bar: true },
  { keys: 'Shift F2', text: 'cheat.hangUp', bar: true },
  { keys: 'Alt H', text: 'control.cheat.hold', bar: false },
  { keys: 'Alt M', text: 'control.cheat.mute', bar: false },
  { keys: 'Alt T', text: 'control.cheat.passOn', bar: false },
  { keys: 'F4', text: 'cheat.callBack', bar: true },
  { keys: 'F8', text: 'cheat.crew', bar: true },
  { keys: 'F9', text: 'cheat.critical', bar: true },
  { keys: 'Ctrl Enter', text: 'cheat.save', bar: true },
  { keys: 'Ctrl K', text: 'cheat.search', bar: true },
  { keys: 'Alt A…', text: 'cheat.section', bar: false },
  { keys: 'Tab', text: 'cheat.flat', bar: false },
  { keys: '1…9', text: 'cheat.chip', bar: false },
  { keys: 'Arrows', text: 'cheat.move', bar: false },
  { keys: 'Esc', text: 'cheat.close', bar: false },
] as const;
