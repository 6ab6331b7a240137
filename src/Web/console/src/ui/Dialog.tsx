import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Dialog.module.css';

interface Props {
  title: string;
  opened: boolean;
  size?: string;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
}

/** A window over the work. The page behind never scrolls, so nothing needs to be locked. */
export function Dialog({ title, opened, size = '34rem', closeLabel, onClose, children }: Props) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={size}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ overlay: css.overlay ?? '', content: css.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={css.header}>
          <Modal.Title className={css.title ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton className={css.close ?? ''} aria-label={closeLabel} />
        </div>
        <Modal.Body className={css.body ?? ''}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
