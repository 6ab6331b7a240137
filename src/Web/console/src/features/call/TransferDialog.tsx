import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import { Pill } from '../../ui/Pill';
import css from './TransferDialog.module.css';
import { getTargets, matching, type Target } from './control';

export type PassOn = 'transfer' | 'consult' | 'join';

interface Props {
  opened: boolean;
  busy: boolean;
  error: Error | null;
  onPick(target: Target, how: PassOn): void;
  onClose(): void;
}

/** Alt+T: colleagues, lines, a number. Enter passes the call on, Shift+Enter asks first. */
export function TransferDialog({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('control.passOn')} opened={opened} onClose={onClose} closeLabel={t('close')} size="34rem">
      <Choice {...rest} />
    </Dialog>
  );
}

function Choice({ busy, error, onPick }: Omit<Props, 'opened' | 'onClose'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const targets = useQuery({ queryKey: ['call-targets'], queryFn: getTargets, staleTime: 0 });
  const list = targets.data === undefined ? [] : matching(targets.data, typed);
  const chosen = list[Math.min(at, list.length - 1)];

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && list.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, list.length - 1) + step + list.length) % list.length);
    } else if (event.code === 'Enter' && !event.ctrlKey && chosen !== undefined && !busy
      && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      onPick(chosen, event.shiftKey && chosen.kind !== 'line' ? 'consult' : 'transfer');
    }
  };

  return (
    <div className={css.choice} onKeyDown={onKeyDown}>
      {error !== null && <Notice tone="error">{error.message}</Notice>}
      {targets.isError && <Notice tone="error">{targets.error.message}</Notice>}
      <label>
        <span className={field.label}>{t('control.whom')}</span>
        <input
          className={field.input}
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
        />
      </label>
      {targets.isPending && <p className={css.quiet}>{t('loading')}</p>}
      {targets.isSuccess && list.length === 0 && <p className={css.quiet}>{t('control.nobody')}</p>}
      <ul className={css.options} aria-label={t('control.targets')}>
        {list.map((target, index) => (
          <li key={`${target.kind}-${target.to}`}>
            <button
              type="button"
              className={`${css.option} ${index === Math.min(at, list.length - 1) ? css.chosen : ''}`}
              aria-pressed={index === Math.min(at, list.length - 1)}
              data-target={target.to}
              onClick={() => setAt(index)}
            >
              <b>{target.kind === 'line' ? t(`control.line.${target.to}`, { defaultValue: target.to }) : target.to}</b>
              {target.name !== null && <span>{target.name}</span>}
              <span className={css.kind}>
                {target.kind === 'phone'
                  ? <Pill tone={target.isFree ? 'ok' : 'plain'}>
                    {target.isFree ? t('control.free') : t('control.busy')}
                  </Pill>
                  : t(`control.kind.${target.kind}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={css.acts}>
        <Button tone="primary" keys="Enter" disabled={busy || chosen === undefined}
          onClick={() => chosen !== undefined && onPick(chosen, 'transfer')}>
          {t('control.transfer')}
        </Button>
        <Button keys="Shift Enter" disabled={busy || chosen === undefined || chosen.kind === 'line'}
          onClick={() => chosen !== undefined && onPick(chosen, 'consult')}>
          {t('control.ask')}
        </Button>
        <Button disabled={busy || chosen === undefined || chosen.kind === 'line'}
          onClick={() => chosen !== undefined && onPick(chosen, 'join')}>
          {t('control.add')}
        </Button>
      </div>
    </div>
  );
}
