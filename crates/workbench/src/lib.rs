//! One function a question.
