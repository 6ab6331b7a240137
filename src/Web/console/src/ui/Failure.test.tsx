import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../http';
import { Failure } from './Failure';
import { FieldFault, isAtField } from './FieldFault';

vi.mock('react-i18next', () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

let place: HTMLElement;
let root: Root;

beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

/** A form with a field for the name and none for the purpose. */
function show(error: Error | null): string {
  act(() => root.render(
    <form>
      <input id="name" aria-invalid={isAtField(error, 'name')} />
      <FieldFault error={error} name="name" />
      <Failure error={error} atFields />
    </form>,
  ));
  return place.textContent;
}

const refused = (field: string | null) => new Problem(400, 'Wrong', `reason of ${field}`, field, null);

it('points at the field that says why, and leads there', () => {
  expect(show(refused('name'))).toBe('reason of nameWrong. field.look');
  expect(document.activeElement?.id).toBe('name');
});

it('says why itself when the form has no such field, also after one that it had', () => {
  expect(show(refused('purpose'))).toBe('Wrong. reason of purpose');
  expect(show(refused('name'))).toContain('field.look');
  expect(show(refused('purpose'))).toBe('Wrong. reason of purpose');
  expect(show(refused(null))).toBe('Wrong. reason of null');
  expect(show(null)).toBe('');
});
