import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import css from './KeyPad.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** Which key of a telephone a key of the computer is, on any layout. */
function keyOf(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey) {
    return null;
  }
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (event.shiftKey && !event.code.startsWith('Numpad')) {
    return digit === '3' ? '#' : digit === '8' ? '*' : null;
  }
  return digit ?? (event.code === 'NumpadMultiply' ? '*' : event.key === '#' ? '#' : null);
}

/** Keys of the telephone; those of the computer do the same while a call is up. */
export function KeyPad({ active, onPress }: { active: boolean; onPress(key: string): void }) {
  const { t } = useTranslation();
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    const press = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key !== null && !event.repeat && !(event.target instanceof HTMLSelectElement)) {
        event.preventDefault();
        onPress(key);
      }
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [active, onPress]);

  return (
    <div className={css.pad} role="group" aria-label={t('demo.phone.pad')}>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className={css.key}
          disabled={!active}
          data-key={key}
          aria-label={key === '*' ? t('demo.phone.star') : key === '#' ? t('demo.phone.hash') : key}
          onClick={() => onPress(key)}
        >
          {key}
        </button>
      ))}
    </div>
  );
}
