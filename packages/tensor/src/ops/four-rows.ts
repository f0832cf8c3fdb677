/** Bytes of workspace for four rows that are narrow, of fewer than 32 elements each: see `four-rows.ts` of the kernels. */
export const FOUR_ROWS = 4 * 32 * 4;
