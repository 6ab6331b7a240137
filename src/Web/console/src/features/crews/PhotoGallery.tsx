import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { Dialog } from '../../ui/Dialog';
import { photoUrl, type AssignmentPhoto } from './crews';
import css from './Crews.module.css';

/** What the crew photographed before and after; a press shows one large, arrows turn to the next. */
export function PhotoGallery({ ticketId, photos }: { ticketId: string; photos: readonly AssignmentPhoto[] }) {
  const { t } = useTranslation();
  const [at, setAt] = useState<number | null>(null);
  const shown = at === null ? undefined : photos[at];
  const label = (photo: AssignmentPhoto) => t(`crews.photo.${photo.kind}`, { time: dateTime(photo.at) });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && at !== null) {
      event.preventDefault();
      setAt((at + step + photos.length) % photos.length);
    }
  };
  if (photos.length === 0) {
    return null;
  }
  return (
    <>
      <ul className={css.photos} aria-label={t('crews.photos')}>
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button type="button" className={css.photo} data-photo={photo.kind} onClick={() => setAt(index)}>
              <img src={photoUrl(ticketId, photo.id)} alt={label(photo)} loading="lazy" />
              <span aria-hidden="true">{label(photo)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Dialog
        title={shown === undefined ? t('crews.photos') : label(shown)}
        opened={shown !== undefined}
        onClose={() => setAt(null)}
        closeLabel={t('close')}
        size="60rem"
      >
        <div onKeyDown={onKeyDown} tabIndex={-1} data-autofocus>
          {shown !== undefined && <img className={css.large} src={photoUrl(ticketId, shown.id)} alt={label(shown)} />}
        </div>
      </Dialog>
    </>
  );
}
