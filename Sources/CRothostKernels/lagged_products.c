#include "CRothostKernels.h"

#include "clones.h"

ROT_CLONES ROT_WIDE
void rot_lagged_products(const double *x, const double *y, size_t rows, size_t columns, double *z)
{
    for (size_t t = 0; t < rows; t++) {
        double *row = z + t * ROT_SIGN_LANES;
        for (size_t c = 0; c < columns; c++) row[c] = x[t] * y[t + c];
        for (size_t c = columns; c < ROT_SIGN_LANES; c++) row[c] = 0.0;
    }
}

ROT_CLONES ROT_WIDE
void rot_column_squares(const double *z, size_t rows, double *squares)
{
    for (size_t t = 0; t < rows; t++) {
        const double *row = z + t * ROT_SIGN_LANES;
        for (size_t c = 0; c < ROT_SIGN_LANES; c++) squares[c] += row[c] * row[c];
    }
}
