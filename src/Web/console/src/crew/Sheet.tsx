import { useEffect, useRef, type ReactNode } from 'react';
import css from './Crew.module.css';

interface Props {
  title: string;
  opened: boolean;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
}

/** A sheet from the bottom edge, where the thumb is; the browser's own dialog keeps the focus inside. */
export function Sheet({ title, opened, closeLabel, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (opened && element?.open === false) {
      element.showModal();
    } else if (!opened && element?.open === true) {
      element.close();
    }
  }, [opened]);
  return (
    <dialog ref={dialog} className={css.sheet} aria-label={title} onClose={onClose}>
      {opened && (
        <>
          <div className={css.sheetHead}>
            <h2>{title}</h2>
            <button type="button" className={css.small} onClick={onClose}>{closeLabel}</button>
          </div>
          <div className={css.sheetBody}>{children}</div>
        </>
      )}
    </dialog>
  );
}
