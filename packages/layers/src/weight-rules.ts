import { type Constraint, constraintConfig, constraintOf } from './constraints.js';
import { type Regularizer, regularizerConfig, regularizerOf } from './regularizers.js';

/** What keeps a weight small, or within bounds. */
export interface WeightRules {
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
}

/** Names of the options for a weight: `kernelRegularizer`, `kernelConstraint`. */
export function ruleNames(role: string): readonly string[] {
  return [`${role}Regularizer`, `${role}Constraint`];
}

/** Reads them. @throws ConfigError for what is no regularizer or constraint */
export function weightRules(label: string, role: string, options: object): WeightRules {
  const [regularizer, constraint] = ruleNames(role).map((name) => (options as Record<string, unknown>)[name]);
  return {
    regularizer: regularizerOf(`The ${role}Regularizer of ${label}`, regularizer),
    constraint: constraintOf(`The ${role}Constraint of ${label}`, constraint),
  };
}

/** The options in Keras' vocabulary. */
export function rulesConfig(role: string, { regularizer, constraint }: WeightRules): Record<string, unknown> {
  return {
    [`${role}_regularizer`]: regularizerConfig(regularizer),
    [`${role}_constraint`]: constraintConfig(constraint),
  };
}
