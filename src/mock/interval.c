/* The Jeffreys interval, by bisection on the regularised incomplete beta function. */
#include <math.h>

#include "mock/ready.h"

#define STEPS_MAX 300
#define TINY 1e-300

/*
 * Continued fraction of the incomplete beta function, by Lentz's method as modified by Thompson and Barnett.
 * Source: NIST Digital Library of Mathematical Functions, 8.17(v).
 */
static double fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;

	d = 1 / (fabs(d) < TINY ? TINY : d);
	h = d;
	for (int m = 1; m <= STEPS_MAX; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));

		for (int i = 0; i < 2; i++) {
			double k = i ? odd : even;

			d = 1 + k * d;
			d = 1 / (fabs(d) < TINY ? TINY : d);
			c = 1 + k / c;
			c = fabs(c) < TINY ? TINY : c;
			h *= d * c;
		}
		if (fabs(d * c - 1) < 1e-14)
			break;
	}
	return h;
}

/* P(X <= x) for X from Beta(a, b). */
static double beta_below(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	/* The fraction converges quickly only on this side of the mean. */
	return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
}

static double quantile(double a, double b, double p)
{
	double low = 0, high = 1;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (beta_below(a, b, middle) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

void ready_interval(int successes, int attempts, double confidence, double *low, double *high)
{
	double tail = (1 - confidence) / 2, a = successes + 0.5, b = attempts - successes + 0.5;

	*low = successes == 0 ? 0 : quantile(a, b, tail);
	*high = successes == attempts ? 1 : quantile(a, b, 1 - tail);
}
