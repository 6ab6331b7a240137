import { useTranslation } from 'react-i18next';
import { dateTime, elapsed } from '../../format';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Pill } from '../../ui/Pill';
import { switchLine, type Line } from './api';
import css from './Lines.module.css';
import { secondsSince, toneOf } from './lines';
import { useLineAct, useNow } from './useLines';

export function LineRow({ line, onEdit, onTest }: { line: Line; onEdit(): void; onTest(): void }) {
  const { t } = useTranslation();
  const now = useNow();
  const { settings, state } = line;
  const switching = useLineAct((isOn: boolean) => switchLine(settings.code, isOn));
  return (
    <tr data-line={settings.code}>
      <th scope="row">
        {settings.name}
        <span className={css.small}>{settings.code}</span>
      </th>
      <td>
        <Pill tone={toneOf(state.condition)}>
          {t(`lines.condition.${state.condition}`)}
          {state.condition === 'failing' && state.status > 0 && ` ${state.status}`}
        </Pill>
        {state.flaps && <Pill tone="warn">{t('lines.flaps')}</Pill>}
        {state.since !== null && state.condition !== 'off' && (
          <span className={css.small}>
            {t('lines.ago', { time: elapsed(secondsSince(state.since, now) * 1000) })}
          </span>
        )}
        {state.advice !== null && <span className={css.advice}>{state.advice}</span>}
      </td>
      <td className={css.number}>{state.inUse}/{settings.lines}</td>
      <td>
        {settings.user === '' ? settings.domain : `${settings.user}@${settings.domain}`}
        {state.server !== null && <span className={css.small}>{state.server}</span>}
      </td>
      <td className={css.number}>{settings.number}</td>
      <td>{state.lastCallAt === null ? t('lines.noCalls') : dateTime(state.lastCallAt)}</td>
      <td>
        {line.mayChange && (
          <div className={css.acts}>
            <Button size="small" onClick={onTest}>{t('lines.test')}</Button>
            <Button size="small" onClick={onEdit}>{t('lines.edit')}</Button>
            <Button size="small" disabled={switching.isPending} onClick={() => switching.mutate(!settings.isOn)}>
              {t(settings.isOn ? 'lines.switchOff' : 'lines.switchOn')}
            </Button>
          </div>
        )}
        <Failure error={switching.error} />
      </td>
    </tr>
  );
}
