//! `syntax` and `names`.
use crate::{EvalArgs, EvalError, EvalOutput, Reader};
pub(crate) fn run(_args: &EvalArgs, _reader: &dyn Reader) -> Result<EvalOutput, EvalError> {
    Ok(EvalOutput::default())
}
