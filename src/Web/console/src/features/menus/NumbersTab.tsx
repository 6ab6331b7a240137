import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { phone } from '../../format';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { FieldFault, isAtField } from '../../ui/FieldFault';
import { Pill } from '../../ui/Pill';
import { keepNumber, removeNumber, type Menu, type PublicNumber } from './api';
import css from './Menus.module.css';
import { useMenuAct } from './useMenus';

/** Which number leads where. */
export function NumbersTab({ organisation, numbers, menus, mayChange }: {
  organisation: string; numbers: readonly PublicNumber[]; menus: readonly Menu[]; mayChange: boolean;
}) {
  const { t } = useTranslation();
  const removing = useMenuAct((number: string) => removeNumber(number));
  return (
    <div className={css.main} tabIndex={0} role="group" aria-label={t('ivr.tab.numbers')}>
      <Failure error={removing.error} />
      <ul className={css.lines}>
        {numbers.map((each) => (
          <li key={each.number} className={css.number}>
            <b>{each.number.startsWith('+') ? phone(each.number) : each.number}</b>
            <span>
              <Pill tone={each.purpose === 'emergency' ? 'crit' : 'plain'}>{t(`ivr.purpose.${each.purpose}`)}</Pill>
            </span>
            <span>{each.purpose === 'emergency' ? '' : t('ivr.leadsTo', { menu: each.menu })}</span>
            <span className={css.quiet}>{each.language?.toUpperCase() ?? ''}</span>
            {mayChange
              ? <Button size="small" tone="danger" disabled={removing.isPending}
                  onClick={() => removing.mutate(each.number)}>{t('ivr.removeNumber')}</Button>
              : <span />}
          </li>
        ))}
      </ul>
      {mayChange && <NewNumber organisation={organisation} menus={menus} />}
    </div>
  );
}

function NewNumber({ organisation, menus }: { organisation: string; menus: readonly Menu[] }) {
  const { t } = useTranslation();
  const id = useId();
  const [number, setNumber] = useState('');
  const [menu, setMenu] = useState('main');
  const [purpose, setPurpose] = useState<PublicNumber['purpose']>('resident');
  const [language, setLanguage] = useState('');
  const adding = useMenuAct(() => keepNumber({
    number: number.trim(), organisation, menu, purpose, language: language === '' ? null : language,
  }), () => setNumber(''));
  const select = (name: string, label: string, value: string, options: [string, string][], onPick: (v: string) => void) => (
    <div className={css.grow}>
      <label className={field.label} htmlFor={`${id}-${name}`}>{label}</label>
      <select id={`${id}-${name}`} className={field.input} value={value}
        onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map(([code, text]) => <option key={code} value={code}>{text}</option>)}
      </select>
      <FieldFault error={adding.error} name={name} />
    </div>
  );
  return (
    <form className={css.part} onChange={() => adding.isError && adding.reset()} onSubmit={(event) => {
      event.preventDefault();
      adding.mutate(undefined);
    }}>
      <h2 className={css.title}>{t('ivr.newNumber')}</h2>
      <div className={css.row}>
        <div className={css.grow}>
          <label className={field.label} htmlFor={`${id}-number`}>{t('ivr.number')}</label>
          <input id={`${id}-number`} className={field.input} placeholder="+78462072540" maxLength={16} required
            value={number} aria-invalid={isAtField(adding.error, 'number')}
            onChange={(event) => setNumber(event.currentTarget.value)} />
          <FieldFault error={adding.error} name="number" />
        </div>
        {select('purpose', t('ivr.purposeLabel'), purpose,
          [['resident', t('ivr.purpose.resident')], ['emergency', t('ivr.purpose.emergency')]],
          (value) => setPurpose(value as PublicNumber['purpose']))}
        {select('menu', t('ivr.tab.menu'), menu, menus.map((each) => [each.code, each.code]), setMenu)}
        {select('language', t('ivr.language'), language, [['', t('ivr.ofOrganisation')], ['ru', 'RU'], ['uk', 'UK']],
          setLanguage)}
        <Button tone="primary" type="submit" disabled={number.trim() === '' || adding.isPending}>
          {t('ivr.addNumber')}
        </Button>
      </div>
      <Failure error={adding.error} atFields />
    </form>
  );
}
