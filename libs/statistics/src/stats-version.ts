/** Which edition of these formulas made a number. Raised whenever one would answer differently for the same input. */
export const statsVersion = '2';
