import { useRef, type KeyboardEvent } from 'react';
import css from './Tabs.module.css';

/** The sides of one object. Arrows move between them; the panel has the id `${id}-panel`. */
export function Tabs<T extends string>({ id, label, tabs, value, onPick }: {
  id: string; label: string; tabs: readonly { value: T; label: string }[]; value: T; onPick(value: T): void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const at = tabs.findIndex((tab) => tab.value === value);
      const next = (at + step + tabs.length) % tabs.length;
      const tab = tabs[next];
      if (tab !== undefined) {
        onPick(tab.value);
        list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
      }
    }
  };
  return (
    <div ref={list} className={css.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button key={tab.value} type="button" role="tab" id={`${id}-${tab.value}`} className={css.tab}
          aria-selected={tab.value === value} aria-controls={`${id}-panel`} tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onPick(tab.value)}>
          {tab.label}
        </button>
      ))}
    </div>
  );
}
