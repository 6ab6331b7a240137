import css from './Kbd.module.css';

/** The cap of a key, beside the label of what it does. Decoration: the button already says its name. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={css.kbd} aria-hidden="true">{keys}</kbd>;
}
