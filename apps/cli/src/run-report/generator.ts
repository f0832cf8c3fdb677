/** How one tells a report from other files: who made it, in its head. */
export const generator = '@cnn report';
