import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { phone } from '../../format';
import { Dialog } from '../../ui/Dialog';
import { Notice } from '../../ui/Notice';
import { Pill } from '../../ui/Pill';
import { getCrews, type Crew } from './crews';
import css from './Crews.module.css';
import { fits, rankCrews } from './ranking';

interface Props {
  opened: boolean;
  organisation: string | null;
  ticketId: string | null;
  category: string | null;
  busy?: boolean;
  error?: Error | null;
  onPick(crew: Crew): void;
  onClose(): void;
}

/** F8: the best crew is on top and has the focus, so that Enter takes it; the reason stands beside the name. */
export function CrewDialog({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('crews.pick')} opened={opened} onClose={onClose} closeLabel={t('close')} size="34rem">
      <CrewChoice {...rest} />
    </Dialog>
  );
}

function CrewChoice({ organisation, ticketId, category, busy = false, error = null, onPick }:
Omit<Props, 'opened' | 'onClose'>) {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const crews = useQuery({
    queryKey: ['crews', organisation, ticketId], queryFn: () => getCrews(organisation, ticketId),
  });
  const list = rankCrews(crews.data ?? [], category);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && list.length > 0) {
      event.preventDefault();
      const next = (at + step + list.length) % list.length;
      setAt(next);
      event.currentTarget.querySelectorAll('button')[next]?.focus();
    }
  };
  return (
    <div className={css.choice}>
      {error !== null && <Notice tone="error">{error.message}</Notice>}
      {crews.isError && <Notice tone="error">{crews.error.message}</Notice>}
      {crews.isPending && <p className={css.quiet}>{t('loading')}</p>}
      {crews.data?.length === 0 && <p className={css.quiet}>{t('crews.none')}</p>}
      <ul className={css.options} aria-label={t('crews.pick')} onKeyDown={onKeyDown}>
        {list.map((crew, index) => (
          <li key={crew.code}>
            <button
              type="button"
              className={css.option}
              autoFocus={index === 0}
              disabled={busy}
              data-crew={crew.code}
              onFocus={() => setAt(index)}
              onClick={() => onPick(crew)}
            >
              <b>{crew.name}</b>
              {index === 0 && <Pill tone="ok">{t('crews.best')}</Pill>}
              <span className={css.phone}>{phone(crew.phone)}</span>
              <span className={css.why}>{whyOf(crew, category, t).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What speaks for the crew or against it, in words. */
export function whyOf(crew: Crew, category: string | null, t: TFunction): string[] {
  const fit = fits(crew, category);
  return [
    t(crew.onShift ? 'crews.onShift' : 'crews.offShift'),
    fit === null ? null : t(fit ? 'crews.fits' : 'crews.otherTrade'),
    t('crews.open', { count: crew.openTickets }),
    crew.hasSmartphone ? null : t('crews.noSmartphone'),
    crew.note,
  ].filter((part): part is string => part !== null && part !== '');
}
