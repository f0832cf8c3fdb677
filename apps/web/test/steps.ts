import type { Page } from 'playwright-core';

/** Fills in fields by their labels, one after another, as a person does; those folded away are unfolded first. */
export async function set(page: Page, values: Readonly<Record<string, number>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = page.getByLabel(label, { exact: true });
    if (!(await field.isVisible())) await page.getByText('More settings').click();
    await field.fill(String(value));
    await field.blur();
  }
}

export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}

/** Goes to another view. */
export function view(page: Page, name: string): Promise<void> {
  const views = page.getByRole('navigation', { name: 'Views' });
  return views.getByRole('link', { name, exact: true }).click();
}
