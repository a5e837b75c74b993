"""Every number of the rule in one place. A change of any of them is a new `ENGINE_VERSION`."""

ENGINE_VERSION = "1"

# The claim: which days count, and how sure both estimators must be.
BURN_IN_DAYS = 7
WINDOW_DAYS = 14
TALK_WINDOW_DAYS = 28
MIN_DAYS_AFTER_BURN_IN = 2 * WINDOW_DAYS
FIRST_LOOK_DAYS = BURN_IN_DAYS + MIN_DAYS_AFTER_BURN_IN
LOOK_STEP_DAYS = 7
MIN_CHECK_INS = 14
MIN_IN_WINDOW = 5
MIN_WEEKS = 4
MIN_IN_WEEK = 2
CLAIM_P = 0.98
KEEP_P = 0.80
CLAIM_EFFECT = 0.5
EFFECT_PER_MISSING_SHARE = 3.0
KEEP_EFFECT = 0.25

# Robust spread: median absolute deviation in units of a normal SD.
MAD_TO_SD = 1.4826
CLIP_SD = 2.5
CLIP_SD_FLOOR = 0.5

# Straight line with AR(1) noise.
PHI_GRID = (0.0, 0.15, 0.30, 0.45, 0.60, 0.75, 0.90)
RSS_FLOOR = 1e-9

# Local level.
LEVEL_Q = 0.02
LEVEL_MIN_CHECK_INS = 10
BAND_80_SD = 1.28

# Setbacks.
SETBACK_WINDOW_DAYS = 28
SETBACK_MIN_EARLIER = 10
SETBACK_Z = 3.0
SETBACK_DROP = 1.5
SETBACK_SD_FLOOR = 0.75
MIN_EPISODES = 5

# Swing and steadiness.
STEADY_WINDOW_DAYS = 28
STEADY_WITHIN = 1.0
STEADY_MIN_CHECK_INS = 14
SWING_MIN_PAIRS = 7
SCALE_TOP = 10.0

# Two people.
GAP_WINDOW_DAYS = 42
GAP_MIN_DAYS = 14
CO_MOVEMENT_WINDOW_DAYS = 84
CO_MOVEMENT_MIN_PAIRS = 10

# Topics, latency, questionnaires, robust trend.
TOPIC_PRIOR_TALKS = 4
TOPIC_SHOWN_FROM = 3
TOPIC_RELIABLY_FROM = 5
TOPIC_RELIABLY_P = 0.9
MIN_CONFLICTS = 5
RELIABLE_CHANGE = 1.96
ROBUST_WINDOW_DAYS = 42
ROBUST_MIN_CHECK_INS = 14

CONFIDENCE = 0.90

# Readings are thirds of a point; a difference below this is rounding, not
# a difference. Without it, adding a constant to a diary could flip a tie.
TIE = 1e-9
DECIMALS = 6
