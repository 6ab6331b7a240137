import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import field from '../../ui/Field.module.css';
import type { Action, MenuItem, Variant } from './api';
import { ClipSelect } from './ClipSelect';
import { ACTIONS, freeKey, moved, needsTarget, withItem } from './menu';
import css from './Menus.module.css';
import { useQueueChoices } from './useMenus';

/** Greeting, items in their order, and whether a person is to be had. */
export function VariantEditor({ organisation, variant, numbers, mayChange, onChange }: {
  organisation: string; variant: Variant; numbers: readonly string[]; mayChange: boolean;
  onChange(variant: Variant): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const next = freeKey(variant);
  const add = () => {
    if (next !== null) {
      onChange({
        ...variant,
        items: [...variant.items, { key: next, action: 'balance', target: null, text: null, isOn: true }],
      });
    }
  };
  return (
    <>
      <div>
        <span className={field.label}>{t('ivr.greeting')}</span>
        <ClipSelect organisation={organisation} value={variant.greeting} label={t('ivr.greeting')}
          none={t('ivr.greetingOwn')} disabled={!mayChange}
          onPick={(greeting) => onChange({ ...variant, greeting })} />
      </div>
      <ol className={css.items} aria-label={t('ivr.items')}>
        {variant.items.map((item, index) => (
          <li key={index} className={`${css.item} ${item.isOn ? '' : css.off}`}>
            <input type="checkbox" checked={item.isOn} disabled={!mayChange} aria-label={t('ivr.isOn')}
              title={t('ivr.isOn')}
              onChange={(event) => onChange(withItem(variant, index, { isOn: event.currentTarget.checked }))} />
            <select className={field.input} aria-label={t('ivr.key')} value={item.key} disabled={!mayChange}
              onChange={(event) => onChange(withItem(variant, index, { key: event.currentTarget.value }))}>
              {[...'1234567890'].map((key) => <option key={key}>{key}</option>)}
            </select>
            <select className={field.input} aria-label={t('ivr.does')} value={item.action} disabled={!mayChange}
              onChange={(event) => onChange(withItem(variant, index, {
                action: event.currentTarget.value as Action,
              }))}>
              {ACTIONS.map((action) => <option key={action} value={action}>{t(`ivr.action.${action}`)}</option>)}
            </select>
            <Target organisation={organisation} item={item} numbers={numbers} mayChange={mayChange}
              onPick={(target) => onChange(withItem(variant, index, { target }))} />
            <ClipSelect organisation={organisation} value={item.text} label={t('ivr.says')}
              none={t('ivr.ownWords')} disabled={!mayChange}
              onPick={(text) => onChange(withItem(variant, index, { text }))} />
            <span className={css.tools}>
              <Tool label={t('ivr.up')} disabled={!mayChange || index === 0}
                onClick={() => onChange(moved(variant, index, -1))}><IconArrowUp size={16} /></Tool>
              <Tool label={t('ivr.down')} disabled={!mayChange || index === variant.items.length - 1}
                onClick={() => onChange(moved(variant, index, 1))}><IconArrowDown size={16} /></Tool>
              <Tool label={t('ivr.removeItem')} disabled={!mayChange}
                onClick={() => onChange({ ...variant, items: variant.items.filter((_, at) => at !== index) })}>
                <IconX size={16} />
              </Tool>
            </span>
          </li>
        ))}
      </ol>
      {mayChange && (
        <div className={css.row}>
          <Button size="small" disabled={next === null} onClick={add}>
            <IconPlus size={14} aria-hidden="true" /> {t('ivr.addItem')}
          </Button>
        </div>
      )}
      <label className={css.check} htmlFor={`${id}-nobody`}>
        <input id={`${id}-nobody`} type="checkbox" checked={variant.withoutPerson} disabled={!mayChange}
          onChange={(event) => onChange({ ...variant, withoutPerson: event.currentTarget.checked })} />
        {t('ivr.withoutPerson')}
      </label>
      {variant.withoutPerson && (
        <div>
          <span className={field.label}>{t('ivr.notice')}</span>
          <ClipSelect organisation={organisation} value={variant.notice} label={t('ivr.notice')}
            none={t('ivr.noticeOwn')} disabled={!mayChange} onPick={(notice) => onChange({ ...variant, notice })} />
        </div>
      )}
    </>
  );
}

/** Where an item leads: a line, a number, a text; nothing for the others. */
function Target({ organisation, item, numbers, mayChange, onPick }: {
  organisation: string; item: MenuItem; numbers: readonly string[]; mayChange: boolean;
  onPick(target: string | null): void;
}) {
  const { t } = useTranslation();
  const queues = useQueueChoices(organisation);
  if (!needsTarget(item.action)) {
    return <span />;
  }
  if (item.action === 'announcement') {
    return <ClipSelect organisation={organisation} value={item.target} label={t('ivr.target')}
      none={t('ivr.choose')} disabled={!mayChange} onPick={onPick} />;
  }
  const known = item.action === 'otherNumber' ? numbers.map((each) => ({ value: each, label: each })) : queues;
  const isGone = item.target !== null && !known.some((each) => each.value === item.target);
  return (
    <select className={field.input} aria-label={t('ivr.target')} value={item.target ?? ''} disabled={!mayChange}
      onChange={(event) => onPick(event.currentTarget.value === '' ? null : event.currentTarget.value)}>
      <option value="">{t('ivr.choose')}</option>
      {known.map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}
      {isGone && <option value={item.target ?? ''}>{item.target}</option>}
    </select>
  );
}

function Tool({ label, disabled, onClick, children }: {
  label: string; disabled: boolean; onClick(): void; children: React.ReactNode;
}) {
  return (
    <button type="button" className={css.tool} aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
